#include "hcl/files.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "hcl/glob.hpp"
#include "hcl/read.hpp"
#include "support/catch.hpp"

namespace mng::hcl {
namespace {

namespace fs = std::filesystem;

/// root/ with a/x.txt, a/b/t.tpl and a link that leads out of it.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / fs::path("mng-files-test-" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_ / "root/a/b");
    write("outside.txt", "secret");
    write("root/a/x.txt", "hello\n");
    write("root/a/b/t.tpl", "%{ for n in names ~}\n${n};\n%{ endfor ~}");
    write("root/a/binary", std::string("\xff\x00", 2));
    fs::create_symlink(path_ / "outside.txt", path_ / "root/a/link.txt");
    fs::create_directory_symlink(path_, path_ / "root/a/up");
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  [[nodiscard]] RootedFiles files() const { return {(path_ / "root").string(), (path_ / "root/a").string()}; }

 private:
  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  fs::path path_;
};

TEST_CASE("files are read inside the root and nowhere else") {
  const Folder folder;
  const RootedFiles files = folder.files();
  std::string text;
  CHECK(files.read("x.txt", text) == Files::Found::kFile);
  CHECK(text == "hello\n");
  CHECK(files.read("b/../x.txt", text) == Files::Found::kFile);
  CHECK(files.read("nosuch", text) == Files::Found::kAbsent);
  CHECK(files.read("b", text) == Files::Found::kAbsent);
  text.clear();
  for (const char* path :
       {"../../outside.txt", "link.txt", "up/outside.txt", "/etc/passwd", "b/../../../outside.txt"}) {
    INFO(path);
    CHECK(files.read(path, text) == Files::Found::kOutside);
    CHECK(files.exists(path) == Files::Found::kOutside);
  }
  CHECK(text.empty());
  CHECK_FALSE(files.list("../..").has_value());
  CHECK(files.list(".") == std::vector<std::string>{"b/t.tpl", "binary", "x.txt"});
}

TEST_CASE("functions read files of the root, and what lies outside is unknown") {
  const Folder folder;
  const RootedFiles files = folder.files();
  Functions functions = terraform_functions();
  functions.files = &files;
  Calculator calculate(functions);
  CHECK(calculate("file(\"x.txt\")") == "\"hello\\n\"");
  CHECK(calculate("fileexists(\"x.txt\")") == "true");
  CHECK(calculate("fileexists(\"nosuch\")") == "false");
  CHECK(calculate("fileexists(\"../../outside.txt\")") == "unknown()");
  CHECK(calculate("file(\"link.txt\")") == "unknown()");
  CHECK(calculate("file(\"nosuch\")") == "1:1 <file(\"nosuch\")> file: there is no file nosuch\n");
  CHECK(calculate("file(\"binary\")").find("no UTF-8 text") != std::string::npos);
  CHECK(calculate("filemd5(\"x.txt\")") == "\"b1946ac92492d2347c6235b4d2611184\"");
  CHECK(calculate("filebase64(\"x.txt\")") == "\"aGVsbG8K\"");
  CHECK(calculate("fileset(\".\", \"**/*.tpl\")") == "[\"b/t.tpl\"]");
  CHECK(calculate("templatefile(\"b/t.tpl\", { names = [\"a\", \"b\"] })") == "\"a;\\nb;\\n\"");
  CHECK(calculate("templatefile(\"b/t.tpl\", {})").find("there is no `names` here") != std::string::npos);
  CHECK(calculate("templatefile(\"b/t.tpl\", { names = u })") == "unknown(var.u)");
  // Without a root nothing is read.
  CHECK(hcl::calculate("file(\"x.txt\")") == "unknown()");
}

TEST_CASE("patterns of files") {
  CHECK(glob_matches("*.txt", "a.txt"));
  CHECK_FALSE(glob_matches("*.txt", "a/b.txt"));
  CHECK(glob_matches("**/*.txt", "a/b/c.txt"));
  CHECK(glob_matches("**/*.txt", "c.txt"));
  CHECK(glob_matches("**", "a"));
  CHECK(glob_matches("a/**", "a/b/c"));
  CHECK(glob_matches("{a,b}.[ch]", "b.c"));
  CHECK_FALSE(glob_matches("{a,b}.[!ch]", "b.c"));
  CHECK(glob_matches("a?c", "abc"));
  CHECK(glob_matches("a.c", "a.c"));
  CHECK_FALSE(glob_matches("a.c", "abc"));
}

TEST_CASE("what is wrong with a pattern of files") {
  for (const char* right : {"**", "a/*.txt", "{a,b}.[ch]", "[!a]", "[[]", "\\[a", "a]", "a}", "\\{a"}) {
    CAPTURE(right);
    CHECK(glob_fault(right).empty());
  }
  CHECK(glob_fault("a/[b") == "its [ is never closed");
  CHECK(glob_fault("[]") == "its [ is never closed");
  CHECK(glob_fault("{a,b") == "its { is never closed");
  CHECK(glob_fault("{{a}") == "its { is never closed");
  CHECK(glob_fault("[z-a]") == "invalid character class range: z-a");
  CHECK(glob_fault("") == "it is empty, and fits no file");
}

}  // namespace
}  // namespace mng::hcl
