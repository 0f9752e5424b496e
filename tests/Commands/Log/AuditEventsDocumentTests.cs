using System.Text;
using System.Text.RegularExpressions;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Google.Protobuf.Reflection;

namespace Exchange.Commands.Tests.Log;

/// <summary>
/// <c>docs/audit-events.md</c> lists every kind of entry with its fields, from the comments of <c>entry.proto</c>; what it lists is what the
/// program writes, and nothing else. <c>EXCHANGE_WRITE_DOCS=true</c> writes the page anew.
/// </summary>
public sealed partial class AuditEventsDocumentTests
{
    private const string Head = """
        # Audit events

        Every kind of entry that the log can hold, with its fields: what [entry.proto](../protos/exchange/audit/v1/entry.proto) says of them.
        A test writes this page (`EXCHANGE_WRITE_DOCS=true`) and holds it against the program, in both directions.

        An entry is one `Entry`, and its `event` is one of the kinds below. A field of type `Sealed` is encrypted before the entry is hashed:
        whoever has the log without the keys reads that it is there, and destroying its key makes it unreadable and breaks no proof. All else
        is readable by whoever may read the log. What a reviewer is shown of an entry is less: see
        [the contract](contract.md#looking-at-the-log).

        By what an entry is found (caller, case and subject as keyed hashes, and the words of the covenant in it) stands in rows of their own,
        which can be removed ([storage](storage.md#the-index-of-the-log)).


        """;

    private static readonly string[] Proto = System.IO.File.ReadAllLines(Path.Combine(Repository.Root(), "protos", "exchange", "audit", "v1", "entry.proto"));
    private static readonly string File = Path.Combine(Repository.Root(), "docs", "audit-events.md");
    private static readonly IReadOnlyList<FieldDescriptor> Kinds = [.. Entry.Descriptor.Oneofs.Single(o => o.Name == "event").Fields.OrderBy(f => f.Name, StringComparer.Ordinal)];

    [Fact]
    public async Task Page_ListsEveryKindOfEntryWithItsFields()
    {
        var page = new StringBuilder(Head);
        page.Append("## Every entry\n\n").Append(Table(Entry.Descriptor, Entry.Descriptor.Fields.InFieldNumberOrder().Where(f => f.ContainingOneof is null || f.ContainingOneof.IsSynthetic)));
        foreach (var kind in Kinds)
            page.Append($"\n## {kind.Name}\n\n{Comment(kind.MessageType)}\n\n").Append(Table(kind.MessageType, kind.MessageType.Fields.InDeclarationOrder()));
        page.Append("\n## What these hold\n");
        foreach (var part in Parts())
            page.Append($"\n### {part.Name}\n\n{Comment(part)}\n\n").Append(Table(part, part.Fields.InDeclarationOrder()));

        var text = page.ToString().ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("EXCHANGE_WRITE_DOCS") == "true")
            await System.IO.File.WriteAllTextAsync(File, text, TestContext.Current.CancellationToken);
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Page_ListsNothingThatTheProgramDoesNotWrite()
    {
        var text = await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken);
        var listed = Heading().Matches(text).Select(m => m.Groups[1].Value).Where(name => char.IsAsciiLetterLower(name[0])).ToList();
        Assert.Equal(Kinds.Select(k => k.Name), listed);
        foreach (var kind in Kinds)
        {
            var section = text[text.IndexOf($"\n## {kind.Name}\n", StringComparison.Ordinal)..];
            section = section[..section.IndexOf("\n## ", 1, StringComparison.Ordinal)];
            Assert.Equal(kind.MessageType.Fields.InDeclarationOrder().Select(f => f.Name), Row().Matches(section).Select(m => m.Groups[1].Value));
        }
    }

    [Fact]
    public void EveryKind_IsShownToItsCallersReviewersOrKeptBackByName()
    {
        // A kind that nobody thought of shows nothing but its name.
        foreach (var kind in Kinds)
        {
            var entry = new Entry();
            kind.Accessor.SetValue(entry, kind.MessageType.Parser.ParseFrom([]));
            Assert.Equal(kind.Name, EventWords.NameOf(entry));
            Assert.NotNull(EventWords.DetailsOf(entry));
        }
    }

    // Every message that a kind of entry is made of, each once.
    private static List<MessageDescriptor> Parts()
    {
        var kinds = Kinds.Select(k => k.MessageType).ToHashSet();
        var parts = new List<MessageDescriptor>();
        var open = new Queue<MessageDescriptor>([Entry.Descriptor, .. kinds]);
        while (open.TryDequeue(out var message))
        {
            foreach (var field in message.Fields.InDeclarationOrder().Where(f => f.FieldType == FieldType.Message && f.MessageType.File == EntryReflection.Descriptor))
            {
                if (kinds.Contains(field.MessageType) || parts.Contains(field.MessageType))
                    continue;
                parts.Add(field.MessageType);
                open.Enqueue(field.MessageType);
            }
        }

        return [.. parts.OrderBy(p => p.Name, StringComparer.Ordinal)];
    }

    private static string Table(MessageDescriptor message, IEnumerable<FieldDescriptor> fields)
    {
        var rows = new StringBuilder();
        foreach (var field in fields)
            rows.Append($"| `{field.Name}` | {Type(field)} | {Comment(message, field).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        return rows.Length == 0 ? "No fields.\n" : $"| field | type | |\n|---|---|---|\n{rows}";
    }

    private static string Type(FieldDescriptor field)
    {
        var name = field.FieldType switch
        {
            FieldType.Message => field.MessageType.Name,
            FieldType.Enum => field.EnumType.Name,
            var scalar => scalar.ToString().ToLowerInvariant(),
        };
        return field.IsRepeated ? $"{name}, any number" : name;
    }

    private static string Comment(MessageDescriptor message) => CommentAbove(Line(message)).Replace(" — ", ": ", StringComparison.Ordinal);

    private static string Comment(MessageDescriptor message, FieldDescriptor field)
    {
        var at = Array.FindIndex(Proto, Line(message), l => FieldLine().Match(l) is { Success: true } match && match.Groups[1].Value == field.Name);
        Assert.True(at > 0, field.FullName);
        return CommentAbove(at);
    }

    private static int Line(MessageDescriptor message) => Array.FindIndex(Proto, l => l.Trim() == $"message {message.Name} {{");

    private static string CommentAbove(int at)
    {
        var first = at;
        while (Proto[first - 1].TrimStart().StartsWith("//", StringComparison.Ordinal))
            first--;
        Assert.True(first < at, $"line {at + 1} of entry.proto has no comment");
        return string.Join(' ', Proto[first..at].Select(l => l.Trim()[2..].Trim()));
    }

    [GeneratedRegex(@"^\s+(?:repeated |optional )?[\w.]+ (\w+) = \d+;")]
    private static partial Regex FieldLine();

    [GeneratedRegex(@"^## (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
