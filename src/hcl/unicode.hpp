#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mng::hcl {

/// What a person sees as characters: grapheme clusters, as HCL counts them
/// for `length`, `substr` and the columns of its layout.
std::size_t grapheme_count(std::string_view text);

/// The bytes of the grapheme cluster that begins at `at`, which is not the end.
std::size_t grapheme_size(std::string_view text, std::size_t at);

/// Whether Unicode lets a name begin with the character, or go on with it.
bool may_begin_name(char32_t code_point);
bool may_continue_name(char32_t code_point);

/// A letter's simple mapping to small, capital or title case; others stay.
char32_t to_lower(char32_t code_point);
char32_t to_upper(char32_t code_point);
char32_t to_title(char32_t code_point);
bool is_letter(char32_t code_point);
/// Whether it is a mark that has text read in another order than it is written in.
bool turns_direction(char32_t code_point);
bool is_space(char32_t code_point);

/// Whether the text may differ from its Unicode normal form C. False is
/// certain; true is cheap to say.
bool may_need_nfc(std::string_view text);
/// Unicode normal form C, in which Terraform keeps every string.
std::string to_nfc(std::string_view text);

}  // namespace mng::hcl
