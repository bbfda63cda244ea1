a = "%{endif}"
b = "%{else}x"
