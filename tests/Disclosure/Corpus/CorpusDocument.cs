namespace Exchange.Disclosure.Tests.Corpus;

/// <summary>What stands in a document and should not stay: its place, what it is, and whose.</summary>
internal sealed record Mention(int Start, int End, string Kind, string Origin, string Casing);

/// <summary>A note with what should not stay in it.</summary>
internal sealed record CorpusDocument(string Text, IReadOnlyList<KnownPerson> Known, IReadOnlyList<Mention> Mentions, IReadOnlyList<(int Start, int End)> Clean);
