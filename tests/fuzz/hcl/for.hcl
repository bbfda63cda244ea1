a = [for i, v in [3, 4] : v * i if v > 3]
b = { for k, v in { p = 1, q = 2 } : upper(k) => v }
c = { for v in ["p", "q", "p"] : v => v... }
