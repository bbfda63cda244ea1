#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "hcl/convert.hpp"
#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"

namespace mng::hcl {
namespace {

/// An address as a number, most significant byte first; 4 or 16 bytes.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  unsigned size = 4;

  [[nodiscard]] unsigned bits() const { return size * 8; }
};

std::optional<unsigned> decimal(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

std::optional<Address> parse_v4(std::string_view text) {
  Address out;
  for (unsigned i = 0; i < 4; ++i) {
    const std::size_t dot = i < 3 ? text.find('.') : text.size();
    if (dot == std::string_view::npos) return std::nullopt;
    // Leading zeros are no octal numbers here: Terraform reads them as decimal.
    const std::optional<unsigned> byte = decimal(text.substr(0, dot), 255);
    if (!byte) return std::nullopt;
    out.bytes[i] = static_cast<std::uint8_t>(*byte);
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return out;
}

std::optional<Address> parse_v6(std::string_view text) {
  std::array<std::uint16_t, 8> words{};
  std::size_t count = 0;
  std::optional<std::size_t> gap;
  if (text.starts_with("::")) {
    gap = 0;
    text.remove_prefix(2);
  }
  while (!text.empty()) {
    if (count == 8) return std::nullopt;
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view part = text.substr(0, colon);
    if (colon == text.size() && part.find('.') != std::string_view::npos) {
      const std::optional<Address> tail = parse_v4(part);
      if (!tail || count > 6) return std::nullopt;
      words[count++] = static_cast<std::uint16_t>(tail->bytes[0] << 8U | tail->bytes[1]);
      words[count++] = static_cast<std::uint16_t>(tail->bytes[2] << 8U | tail->bytes[3]);
      text = {};
      break;
    }
    unsigned word = 0;
    const auto parsed = std::from_chars(part.data(), part.data() + part.size(), word, 16);
    if (part.empty() || part.size() > 4 || parsed.ec != std::errc{} || parsed.ptr != part.data() + part.size()) {
      return std::nullopt;
    }
    words[count++] = static_cast<std::uint16_t>(word);
    if (colon == text.size()) {
      text = {};
      break;
    }
    text.remove_prefix(colon + 1);
    if (text.starts_with(':')) {
      if (gap) return std::nullopt;
      gap = count;
      text.remove_prefix(1);
    } else if (text.empty()) {
      return std::nullopt;
    }
  }
  if (!gap && count != 8) return std::nullopt;
  if (gap && count == 8) return std::nullopt;
  if (gap) {
    const std::size_t behind = count - *gap;
    std::copy_backward(words.begin() + static_cast<std::ptrdiff_t>(*gap),
                       words.begin() + static_cast<std::ptrdiff_t>(count), words.end());
    std::fill(words.begin() + static_cast<std::ptrdiff_t>(*gap), words.end() - static_cast<std::ptrdiff_t>(behind),
              std::uint16_t{0});
  }
  Address out;
  out.size = 16;
  for (std::size_t i = 0; i < 8; ++i) {
    out.bytes[2 * i] = static_cast<std::uint8_t>(words[i] >> 8U);
    out.bytes[2 * i + 1] = static_cast<std::uint8_t>(words[i] & 255U);
  }
  return out;
}

struct Network {
  Address address;
  unsigned prefix = 0;
};

void clear_host(Network& network) {
  for (unsigned bit = network.prefix; bit < network.address.bits(); ++bit) {
    network.address.bytes[bit / 8] &= static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
  }
}

std::optional<Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view address = text.substr(0, slash);
  const std::optional<Address> parsed =
      address.find(':') == std::string_view::npos ? parse_v4(address) : parse_v6(address);
  if (!parsed) return std::nullopt;
  const std::optional<unsigned> prefix = decimal(text.substr(slash + 1), parsed->bits());
  if (!prefix) return std::nullopt;
  Network out{*parsed, *prefix};
  clear_host(out);
  return out;
}

/// Adds a number to the `width` bits that end at bit `end`; false where it does not fit.
bool add(Address& address, unsigned end, unsigned width, std::uint64_t number) {
  if (width < 64 && number >> width != 0) return false;
  for (unsigned i = 0; i < width && i < 64; ++i) {
    if ((number >> i & 1U) == 0) continue;
    const unsigned bit = end - 1 - i;
    address.bytes[bit / 8] |= static_cast<std::uint8_t>(0x80U >> (bit % 8));
  }
  return true;
}

std::string text_of_address(const Address& address) {
  if (address.size == 4) {
    return fmt::format("{}.{}.{}.{}", address.bytes[0], address.bytes[1], address.bytes[2], address.bytes[3]);
  }
  std::array<unsigned, 8> words{};
  for (std::size_t i = 0; i < 8; ++i)
    words[i] = static_cast<unsigned>(address.bytes[2 * i] << 8U | address.bytes[2 * i + 1]);
  // The longest run of two or more zeros is left out, the first of equals.
  std::size_t begin = 8;
  std::size_t longest = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t j = i;
    while (j < 8 && words[j] == 0) ++j;
    if (j - i > longest) {
      begin = i;
      longest = j - i;
    }
    if (j > i) i = j - 1;
  }
  std::string out;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == begin) {
      out += "::";
      i += longest - 1;
      continue;
    }
    if (!out.empty() && !out.ends_with(':')) out += ':';
    out += fmt::format("{:x}", words[i]);
  }
  return out;
}

bool network(const Call& call, std::size_t i, Network& out) {
  const std::optional<Network> parsed = parse_network(call.text(i));
  if (!parsed) {
    call.fail("this is no network: it is written as 10.0.0.0/16 or fd00::/48");
    return false;
  }
  out = *parsed;
  return true;
}

Value cidrhost(const Call& call) {
  Network of;
  std::int64_t number = 0;
  if (!network(call, 0, of) || !call.integer(1, number)) return Value::error();
  const unsigned width = of.address.bits() - of.prefix;
  Address out = of.address;
  bool fits = true;
  if (number >= 0) {
    fits = add(out, out.bits(), width, static_cast<std::uint64_t>(number));
  } else {
    // From the end: all ones less |number| - 1.
    const auto back = static_cast<std::uint64_t>(-(number + 1));
    fits = width >= 64 || back >> width == 0;
    for (unsigned bit = of.prefix; bit < out.bits(); ++bit) {
      const unsigned from_end = out.bits() - 1 - bit;
      const bool one = from_end >= 64 || (back >> from_end & 1U) == 0;
      if (one) out.bytes[bit / 8] |= static_cast<std::uint8_t>(0x80U >> (bit % 8));
    }
  }
  if (!fits) return call.fail("the network has no such host");
  return call.make_text(text_of_address(out));
}

Value cidrnetmask(const Call& call) {
  Network of;
  if (!network(call, 0, of)) return Value::error();
  if (of.address.size != 4) return call.fail("only IPv4 networks have a netmask");
  Address out;
  for (unsigned bit = 0; bit < of.prefix; ++bit) out.bytes[bit / 8] |= static_cast<std::uint8_t>(0x80U >> (bit % 8));
  return call.make_text(text_of_address(out));
}

std::string network_text(const Network& network) {
  return fmt::format("{}/{}", text_of_address(network.address), network.prefix);
}

Value cidrsubnet(const Call& call) {
  Network of;
  std::int64_t bits = 0;
  if (!network(call, 0, of) || !call.integer(1, bits)) return Value::error();
  const double number = call.number(2);
  if (bits < 0 || of.prefix + bits > of.address.bits()) return call.fail("the address has not so many bits left");
  // A number beyond 64 bits is none that Terraform's own library takes either.
  if (number < 0 || !call[2].is_integer()) return call.fail("the number of the subnet is a whole number from 0");
  Network out{of.address, of.prefix + static_cast<unsigned>(bits)};
  if (!add(out.address, out.prefix, static_cast<unsigned>(bits), static_cast<std::uint64_t>(call[2].as_integer()))) {
    return call.fail("there is no such subnet: the number needs more bits");
  }
  return call.make_text(network_text(out));
}

/// Networks one behind another, each as long as its turn asks for.
Value cidrsubnets(const Call& call) {
  Network of;
  if (!network(call, 0, of)) return Value::error();
  std::vector<Value> out;
  Address next = of.address;
  bool full = false;
  for (std::size_t i = 1; i < call.size(); ++i) {
    std::int64_t bits = 0;
    if (!call.integer(i, bits)) return Value::error();
    if (bits < 1) return call.fail("a subnet takes at least one bit more");
    if (bits > 32) return call.fail("a subnet takes at most 32 bits more");
    if (of.prefix + bits > of.address.bits()) return call.fail("the address has not so many bits left");
    const unsigned prefix = of.prefix + static_cast<unsigned>(bits);
    // The next place that such a network can begin at.
    Network one{next, prefix};
    clear_host(one);
    const auto advance = [&](Address& address) {
      for (unsigned bit = prefix; bit-- > 0;) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
        address.bytes[bit / 8] ^= mask;
        if ((address.bytes[bit / 8] & mask) != 0) return bit >= of.prefix;
      }
      return false;
    };
    if (one.address.bytes != next.bytes && !advance(one.address)) full = true;
    if (full) return call.fail("the network has no room for all of these");
    out.push_back(call.make_text(network_text(one)));
    next = one.address;
    full = !advance(next);
  }
  return list_value(call.arena(), out, &kStringType);
}

constexpr Function kFunctions[] = {
    {"cidrhost(prefix: string, host: number) -> string", "The address of a host in a network.", OnUnknown::kUnknown,
     cidrhost},
    {"cidrnetmask(prefix: string) -> string", "The netmask of an IPv4 network.", OnUnknown::kUnknown, cidrnetmask},
    {"cidrsubnet(prefix: string, bits: number, number: number) -> string", "A subnet, longer by these bits.",
     OnUnknown::kUnknown, cidrsubnet},
    {"cidrsubnets(prefix: string, bits: number...?) -> list(string)", "Subnets one behind another.",
     OnUnknown::kUnknown, cidrsubnets},
};

}  // namespace

std::span<const Function> cidr_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
