// What a program costs that does nothing: its start is part of every count in counts.tsv.
int main() {}
