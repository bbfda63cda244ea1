a = <<-EOT
    %{for s in ["p", "q"] ~}
    server ${s}
    %{~ if s == "p"}
      x
    %{endif}
    %{endfor ~}
  EOT
