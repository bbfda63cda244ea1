{% if a %}
b = 1
{% endif %}
