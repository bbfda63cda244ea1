package main

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// The functions that go-cty and hcl provide, under Terraform's names.
var functions = map[string]function.Function{
	"abs":             stdlib.AbsoluteFunc,
	"can":             tryfunc.CanFunc,
	"ceil":            stdlib.CeilFunc,
	"chomp":           stdlib.ChompFunc,
	"chunklist":       stdlib.ChunklistFunc,
	"coalescelist":    stdlib.CoalesceListFunc,
	"compact":         stdlib.CompactFunc,
	"concat":          stdlib.ConcatFunc,
	"contains":        stdlib.ContainsFunc,
	"csvdecode":       stdlib.CSVDecodeFunc,
	"distinct":        stdlib.DistinctFunc,
	"element":         stdlib.ElementFunc,
	"flatten":         stdlib.FlattenFunc,
	"floor":           stdlib.FloorFunc,
	"format":          stdlib.FormatFunc,
	"formatdate":      stdlib.FormatDateFunc,
	"formatlist":      stdlib.FormatListFunc,
	"indent":          stdlib.IndentFunc,
	"join":            stdlib.JoinFunc,
	"jsondecode":      stdlib.JSONDecodeFunc,
	"jsonencode":      stdlib.JSONEncodeFunc,
	"keys":            stdlib.KeysFunc,
	"log":             stdlib.LogFunc,
	"lower":           stdlib.LowerFunc,
	"max":             stdlib.MaxFunc,
	"merge":           stdlib.MergeFunc,
	"min":             stdlib.MinFunc,
	"parseint":        stdlib.ParseIntFunc,
	"pow":             stdlib.PowFunc,
	"range":           stdlib.RangeFunc,
	"regex":           stdlib.RegexFunc,
	"regexall":        stdlib.RegexAllFunc,
	"reverse":         stdlib.ReverseListFunc,
	"setintersection": stdlib.SetIntersectionFunc,
	"setproduct":      stdlib.SetProductFunc,
	"setsubtract":     stdlib.SetSubtractFunc,
	"setunion":        stdlib.SetUnionFunc,
	"signum":          stdlib.SignumFunc,
	"slice":           stdlib.SliceFunc,
	"sort":            stdlib.SortFunc,
	"split":           stdlib.SplitFunc,
	"strrev":          stdlib.ReverseFunc,
	"substr":          stdlib.SubstrFunc,
	"timeadd":         stdlib.TimeAddFunc,
	"title":           stdlib.TitleFunc,
	"tobool":          stdlib.MakeToFunc(cty.Bool),
	"tolist":          stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)),
	"tomap":           stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)),
	"tonumber":        stdlib.MakeToFunc(cty.Number),
	"toset":           stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)),
	"tostring":        stdlib.MakeToFunc(cty.String),
	"trim":            stdlib.TrimFunc,
	"trimprefix":      stdlib.TrimPrefixFunc,
	"trimspace":       stdlib.TrimSpaceFunc,
	"trimsuffix":      stdlib.TrimSuffixFunc,
	"try":             tryfunc.TryFunc,
	"upper":           stdlib.UpperFunc,
	"values":          stdlib.ValuesFunc,
	"zipmap":          stdlib.ZipmapFunc,
}

// described writes a value with its type, as tests/oracle/hcl_tool_value.hpp does.
func described(value cty.Value) map[string]interface{} {
	kind := value.Type()
	if !value.IsKnown() {
		return map[string]interface{}{"unknown": kind.FriendlyName()}
	}
	if value.IsNull() {
		return map[string]interface{}{"null": true}
	}
	members := func() []interface{} {
		out := []interface{}{}
		for it := value.ElementIterator(); it.Next(); {
			_, member := it.Element()
			out = append(out, described(member))
		}
		return out
	}
	entries := func() map[string]interface{} {
		out := map[string]interface{}{}
		for it := value.ElementIterator(); it.Next(); {
			key, member := it.Element()
			out[key.AsString()] = described(member)
		}
		return out
	}
	switch {
	case kind == cty.Bool:
		return map[string]interface{}{"bool": value.True()}
	case kind == cty.Number:
		return map[string]interface{}{"number": value.AsBigFloat().Text('f', -1)}
	case kind == cty.String:
		return map[string]interface{}{"string": value.AsString()}
	case kind.IsTupleType():
		return map[string]interface{}{"tuple": members()}
	case kind.IsListType():
		return map[string]interface{}{"list": members()}
	case kind.IsSetType():
		return map[string]interface{}{"set": members()}
	case kind.IsObjectType():
		return map[string]interface{}{"object": entries()}
	case kind.IsMapType():
		return map[string]interface{}{"map": entries()}
	}
	return map[string]interface{}{"error": "a value of a kind that the language does not have"}
}

// evaluate computes an expression, given as a JSON string, that may name unk, which is unknown.
func evaluate(line string) (out map[string]interface{}) {
	defer func() {
		if cause := recover(); cause != nil {
			out = map[string]interface{}{"panic": fmt.Sprint(cause)}
		}
	}()
	var text string
	if err := json.Unmarshal([]byte(line), &text); err != nil {
		panic(err)
	}
	expression, diagnostics := hclsyntax.ParseExpression([]byte(text), "x", hcl.Pos{Line: 1, Column: 1})
	if diagnostics.HasErrors() {
		return map[string]interface{}{"error": diagnostics.Error()}
	}
	value, diagnostics := expression.Value(&hcl.EvalContext{
		Variables: map[string]cty.Value{"unk": cty.DynamicVal},
		Functions: functions,
	})
	if diagnostics.HasErrors() {
		return map[string]interface{}{"error": diagnostics.Error()}
	}
	return described(value)
}
