#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

#include "hcl/evaluate.hpp"
#include "hcl/functions.hpp"

namespace mng::hcl {
namespace {

/// A moment as RFC 3339 has it: `2025-01-02T03:04:05.5+01:00`.
struct Moment {
  std::int64_t seconds = 0;  ///< since 1970-01-01T00:00:00Z
  std::int64_t nanos = 0;    ///< of the second
  int offset = 0;            ///< seconds east of UTC
};

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar.
std::int64_t days_of(std::int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct Date {
  std::int64_t year = 0;
  int month = 0;
  int day = 0;
};
Date date_of(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t of_era = days - era * 146097;
  const std::int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  const std::int64_t month = (5 * of_year + 2) / 153;
  Date out;
  out.day = static_cast<int>(of_year - (153 * month + 2) / 5 + 1);
  out.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  out.year = year + era * 400 + (out.month <= 2 ? 1 : 0);
  return out;
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<Moment> parse(std::string_view text) {
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
      text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  static constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
  if (*month < 1 || *month > 12 || *day < 1 || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  if (*day > kDays[static_cast<std::size_t>(*month - 1)] + (leap && *month == 2 ? 1 : 0)) return std::nullopt;
  Moment out;
  text.remove_prefix(19);
  if (text.starts_with('.')) {
    std::size_t end = 1;
    std::int64_t scale = 100'000'000;
    for (; end < text.size() && text[end] >= '0' && text[end] <= '9'; ++end, scale /= 10) {
      out.nanos += (text[end] - '0') * scale;
    }
    if (end == 1) return std::nullopt;
    text.remove_prefix(end);
  }
  if (text != "Z") {
    const auto hours = digits(text, 1, 2);
    const auto minutes = digits(text, 4, 2);
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' || !hours || !minutes || *hours > 23 ||
        *minutes > 59) {
      return std::nullopt;
    }
    out.offset = (*hours * 3600 + *minutes * 60) * (text[0] == '-' ? -1 : 1);
  }
  out.seconds = days_of(*year, *month, *day) * 86400 + std::int64_t{*hour} * 3600 + std::int64_t{*minute} * 60 +
                *second - out.offset;
  return out;
}

/// A moment on the clock of its offset.
struct Clock {
  Date date;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int weekday = 0;  ///< 0: Sunday
};
Clock clock_of(const Moment& moment) {
  const std::int64_t local = moment.seconds + moment.offset;
  std::int64_t days = local / 86400;
  std::int64_t rest = local % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  Clock out;
  out.date = date_of(days);
  out.hour = static_cast<int>(rest / 3600);
  out.minute = static_cast<int>(rest / 60 % 60);
  out.second = static_cast<int>(rest % 60);
  out.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);
  return out;
}

std::string zone_text(int offset, bool colon) {
  const int minutes = (offset < 0 ? -offset : offset) / 60;
  return fmt::format("{}{:02}{}{:02}", offset < 0 ? '-' : '+', minutes / 60, colon ? ":" : "", minutes % 60);
}

bool moment(const Call& call, std::size_t i, Moment& out) {
  const std::optional<Moment> parsed = parse(call.text(i));
  if (!parsed) {
    call.fail("this is no time as RFC 3339 has it, such as 2025-01-02T03:04:05Z");
    return false;
  }
  out = *parsed;
  return true;
}

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                "Thursday", "Friday", "Saturday"};

/// One run of a letter in a format; empty where the run means nothing.
std::string formatted(std::string_view run, const Moment& moment) {
  const Clock clock = clock_of(moment);
  const auto two = [](int number) { return fmt::format("{:02}", number); };
  const int hour = clock.hour % 12 == 0 ? 12 : clock.hour % 12;
  if (run == "YYYY") return fmt::format("{:04}", clock.date.year);
  if (run == "YY") return two(static_cast<int>(clock.date.year % 100));
  if (run == "MMMM") return std::string(kMonths[static_cast<std::size_t>(clock.date.month - 1)]);
  if (run == "MMM") return std::string(kMonths[static_cast<std::size_t>(clock.date.month - 1)].substr(0, 3));
  if (run == "MM") return two(clock.date.month);
  if (run == "M") return std::to_string(clock.date.month);
  if (run == "DD") return two(clock.date.day);
  if (run == "D") return std::to_string(clock.date.day);
  if (run == "EEEE") return std::string(kDays[static_cast<std::size_t>(clock.weekday)]);
  if (run == "EEE") return std::string(kDays[static_cast<std::size_t>(clock.weekday)].substr(0, 3));
  if (run == "hh") return two(clock.hour);
  if (run == "h") return std::to_string(clock.hour);
  if (run == "HH") return two(hour);
  if (run == "H") return std::to_string(hour);
  if (run == "AA") return clock.hour < 12 ? "AM" : "PM";
  if (run == "aa") return clock.hour < 12 ? "am" : "pm";
  if (run == "mm") return two(clock.minute);
  if (run == "m") return std::to_string(clock.minute);
  if (run == "ss") return two(clock.second);
  if (run == "s") return std::to_string(clock.second);
  if (run == "ZZZZZ") return zone_text(moment.offset, true);
  if (run == "ZZZZ") return zone_text(moment.offset, false);
  if (run == "ZZZ") return moment.offset == 0 ? "UTC" : zone_text(moment.offset, false);
  if (run == "Z") return moment.offset == 0 ? "Z" : zone_text(moment.offset, true);
  return {};
}

Value formatdate(const Call& call) {
  Moment of;
  if (!moment(call, 1, of)) return Value::error();
  const std::string_view format = call.text(0);
  std::string out;
  for (std::size_t at = 0; at < format.size();) {
    const char c = format[at];
    if (c == '\'') {
      // Text in single quotes; two of them are one.
      std::size_t end = at + 1;
      for (;; ++end) {
        if (end >= format.size()) return call.fail("a quote is not closed");
        if (format[end] != '\'') {
          out += format[end];
        } else if (format.substr(end + 1, 1) == "'") {
          out += '\'';
          ++end;
        } else {
          break;
        }
      }
      at = end + 1;
      continue;
    }
    if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z')) {
      out += c;
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < format.size() && format[end] == c) ++end;
    const std::string_view run = format.substr(at, end - at);
    const std::string text = formatted(run, of);
    if (text.empty())
      return call.fail(fmt::format("`{}` means nothing in a format; text stands in single quotes", run));
    out += text;
    at = end;
  }
  return call.make_text(out);
}

/// `1h30m`, `-2.5s`: nanoseconds.
std::optional<std::int64_t> duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return 0;
  if (text.empty()) return std::nullopt;
  struct Unit {
    std::string_view name;
    double nanos;
  };
  static constexpr std::array<Unit, 8> kUnits{
      {{"ns", 1}, {"us", 1e3}, {"µs", 1e3}, {"μs", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 60e9}, {"h", 3600e9}}};
  double total = 0;
  while (!text.empty()) {
    double number = 0;
    if (text[0] != '.' && (text[0] < '0' || text[0] > '9')) return std::nullopt;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (parsed.ec != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
    const std::size_t size = std::min(text.find_first_of("0123456789."), text.size());
    bool known = false;
    for (const Unit& unit : kUnits) {
      if (text.substr(0, size) != unit.name) continue;
      total += number * unit.nanos;
      known = true;
    }
    if (!known) return std::nullopt;
    text.remove_prefix(size);
  }
  if (total > 9.2e18) return std::nullopt;
  return static_cast<std::int64_t>(negative ? -total : total);
}

Value timeadd(const Call& call) {
  Moment of;
  if (!moment(call, 0, of)) return Value::error();
  const std::optional<std::int64_t> more = duration(call.text(1));
  if (!more) return call.fail("this is no duration, such as 1h30m");
  constexpr std::int64_t kSecond = 1'000'000'000;
  of.seconds += *more / kSecond;
  of.nanos += *more % kSecond;
  if (of.nanos < 0) {
    of.nanos += kSecond;
    --of.seconds;
  } else if (of.nanos >= kSecond) {
    of.nanos -= kSecond;
    ++of.seconds;
  }
  const Clock clock = clock_of(of);
  return call.make_text(fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}", clock.date.year, clock.date.month,
                                    clock.date.day, clock.hour, clock.minute, clock.second,
                                    of.offset == 0 ? "Z" : zone_text(of.offset, true)));
}

Value timecmp(const Call& call) {
  Moment a;
  Moment b;
  if (!moment(call, 0, a) || !moment(call, 1, b)) return Value::error();
  const auto order = [](std::int64_t x, std::int64_t y) { return std::int64_t{x > y} - std::int64_t{x < y}; };
  const std::int64_t seconds = order(a.seconds, b.seconds);
  return Value::number(seconds != 0 ? seconds : order(a.nanos, b.nanos));
}

Value not_computed(const Call& call) {
  return unknown_of_type(call.arena(), call.unknown(), &kStringType);
}

constexpr Function kFunctions[] = {
    {"formatdate(format: string, time: string) -> string", "A time as the format says, such as DD MMM YYYY.",
     OnUnknown::kUnknown, formatdate},
    {"plantimestamp() -> string", "When the plan was made; not known here.", OnUnknown::kUnknown, not_computed},
    {"timeadd(time: string, duration: string) -> string", "The time that much later.", OnUnknown::kUnknown, timeadd},
    {"timecmp(a: string, b: string) -> number", "-1, 0 or 1, as a is before, at or after b.", OnUnknown::kUnknown,
     timecmp},
    {"timestamp() -> string", "Now; not known here.", OnUnknown::kUnknown, not_computed},
};

}  // namespace

std::span<const Function> time_functions() {
  return kFunctions;
}

}  // namespace mng::hcl
