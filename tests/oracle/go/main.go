// HashiCorp's HCL behind a command line. One request a line of standard input, one line of JSON for each on standard
// output.
//
//	eval     an expression as a JSON string: its value, or the error
//	check    a path: {} where it parses, else the lines of its errors
//	parse    paths: parses them and prints how many had errors (for measuring)
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

type answer struct {
	Lines []int  `json:"lines,omitempty"`
	Error string `json:"error,omitempty"`
}

func parse(path string) (hcl.Diagnostics, int) {
	text, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	_, diagnostics := hclsyntax.ParseConfig(text, path, hcl.Pos{Line: 1, Column: 1})
	return diagnostics, len(text)
}

func check(path string) answer {
	diagnostics, _ := parse(path)
	var out answer
	for _, diagnostic := range diagnostics {
		if diagnostic.Severity != hcl.DiagError {
			continue
		}
		out.Lines = append(out.Lines, diagnostic.Subject.Start.Line)
		if out.Error == "" {
			out.Error = diagnostic.Summary + ": " + diagnostic.Detail
		}
	}
	return out
}

func main() {
	mode := ""
	if len(os.Args) > 1 {
		mode = os.Args[1]
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	broken, bytes := 0, 0
	for in.Scan() {
		switch mode {
		case "eval":
			_ = encoder.Encode(evaluate(in.Text()))
		case "check":
			_ = encoder.Encode(check(in.Text()))
		case "parse":
			diagnostics, size := parse(in.Text())
			if diagnostics.HasErrors() {
				broken++
			}
			bytes += size
		default:
			fmt.Fprintln(os.Stderr, "usage: hcl eval|check|parse")
			os.Exit(2)
		}
	}
	if mode == "parse" {
		fmt.Fprintf(out, "%d of %d bytes\n", broken, bytes)
	}
}
