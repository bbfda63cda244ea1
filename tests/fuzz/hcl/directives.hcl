a = "%{if true}x%{else}y%{endif}"
b = "%{for i, v in ["p", "q"] ~} ${i}${v} %{endfor ~}"
