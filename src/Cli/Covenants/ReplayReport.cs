using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Exchange.Commands;
using Exchange.Consent;

namespace Exchange.Cli.Covenants;

/// <summary>Writes what a replay finds, each change as it is found, and counts it. As text: groups of equal changes at the end.</summary>
internal sealed class ReplayReport(TextWriter output, bool json)
{
    private readonly SortedDictionary<string, (long Count, long First)> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<ReplayedEffect, (long Decisions, long Accesses, long Last)> _effects = [];
    private long _entries, _onUnknown;

    /// <summary>Whether something would have been given that was not.</summary>
    public bool Widens { get; private set; }

    /// <summary>Counts an entry of the period.</summary>
    public void Read() => _entries++;

    /// <summary>Writes and counts a change.</summary>
    public void Add(ReplayedChange change)
    {
        Widens |= change.Widens;
        var (decisions, accesses, last) = _effects.GetValueOrDefault(change.Effect, (0, 0, -1));
        _effects[change.Effect] = (decisions + 1, accesses + (last == change.Index ? 0 : 1), change.Index);
        _onUnknown += change.Unknown.Count > 0 ? 1 : 0;
        if (json)
        {
            output.WriteLine(Json(w => Write(w, change)));
            return;
        }

        var group = Group(change);
        var (count, first) = _groups.GetValueOrDefault(group, (0, change.Index));
        _groups[group] = (count + 1, first);
        output.WriteLine($"#{Number(change.Index)}  {group}{(change.Unknown.Count > 0 ? $"  (unknown: {string.Join(", ", change.Unknown)})" : "")}");
    }

    /// <summary>Writes the counts.</summary>
    public void End(Covenant proposed, CovenantReplay replay)
    {
        if (json)
        {
            output.WriteLine(Json(w => WriteCounts(w, proposed, replay)));
            return;
        }

        if (_groups.Count > 0)
            output.WriteLine();
        foreach (var (group, (count, first)) in _groups)
            output.WriteLine($"{Number(count),7} ×  {group}, first in entry {Number(first)}");
        output.WriteLine();
        output.WriteLine(
            $"{proposed.Id} {proposed.Version} over {Number(_entries)} entries: {Number(replay.Decisions)} decisions of {Number(replay.Accesses)} accesses taken once more");
        foreach (var effect in Enum.GetValues<ReplayedEffect>())
        {
            var (decisions, accesses, _) = _effects.GetValueOrDefault(effect);
            output.WriteLine($"  {WordOf(effect),-8} {Number(decisions)} decisions of {Number(accesses)} accesses");
        }

        output.WriteLine($"  {Number(replay.OtherArticle)} decisions keep their level under another article");
        foreach (var (input, count) in replay.Unknown)
            output.WriteLine($"  {input} unknown in {Number(count)} accesses");
        if (_onUnknown > 0)
            output.WriteLine($"  {Number(_onUnknown)} of the changes rest on something unknown");
        if (replay.OtherDay > 0)
            output.WriteLine($"  {Number(replay.OtherDay)} accesses are of days on which it is not in force, and were decided as on the nearest day on which it is");
        if (replay.Incomparable > 0)
            output.WriteLine($"  {Number(replay.Incomparable)} refusals have nothing to do with the articles, or came before them");
        output.WriteLine(Widens ? "Something widens." : "Nothing widens.");
    }

    private static string Group(ReplayedChange change)
    {
        var about = change.Category is null ? "the case" : $"{change.Category}·{change.Source}";
        var old = change.Old.Level is { } level ? Outcome(level, change.Old.Article) : "let in";
        return $"{WordOf(change.Effect),-8} {change.Partner}/{change.Role}, {Named(change.Forum)}, {Named(change.Purpose)}, {about}: {old} → {Outcome(change.New.Level, change.New.Article ?? "")}";
    }

    private static void Write(Utf8JsonWriter json, ReplayedChange change)
    {
        json.WriteStartObject();
        json.WriteNumber("index", change.Index);
        json.WriteString("time", change.Time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));
        json.WriteString("effect", WordOf(change.Effect));
        json.WriteString("partner", change.Partner);
        json.WriteString("role", change.Role);
        json.WriteString("forum", OrNull(change.Forum));
        json.WriteString("purpose", OrNull(change.Purpose));
        json.WriteString("category", change.Category);
        json.WriteString("source", change.Source);
        json.WriteStartObject("old");
        json.WriteString("level", change.Old.Level is { } level ? Words.Of(level) : null);
        json.WriteString("article", OrNull(change.Old.Article));
        json.WriteEndObject();
        json.WriteStartObject("new");
        json.WriteString("level", Words.Of(change.New.Level));
        json.WriteString("article", change.New.Article);
        json.WriteString("reason", Words.Of(change.New.Reason));
        json.WriteEndObject();
        json.WriteStartArray("unknown");
        foreach (var input in change.Unknown)
            json.WriteStringValue(input);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteCounts(Utf8JsonWriter json, Covenant proposed, CovenantReplay replay)
    {
        json.WriteStartObject();
        json.WriteString("covenant", proposed.Id);
        json.WriteString("version", proposed.Version);
        json.WriteString("sha256", Convert.ToHexStringLower(proposed.Digest.Span));
        json.WriteNumber("entries", _entries);
        json.WriteNumber("accesses", replay.Accesses);
        json.WriteNumber("decisions", replay.Decisions);
        foreach (var effect in Enum.GetValues<ReplayedEffect>())
            json.WriteNumber(WordOf(effect), _effects.GetValueOrDefault(effect).Decisions);
        json.WriteNumber("otherArticle", replay.OtherArticle);
        json.WriteStartObject("unknown");
        foreach (var (input, count) in replay.Unknown)
            json.WriteNumber(input, count);
        json.WriteEndObject();
        json.WriteNumber("changesOnUnknown", _onUnknown);
        json.WriteNumber("otherDay", replay.OtherDay);
        json.WriteNumber("incomparable", replay.Incomparable);
        json.WriteBoolean("widens", Widens);
        json.WriteEndObject();
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Outcome(Level level, string article) => article.Length > 0 ? $"{Words.Of(level)} {article}" : Words.Of(level);

    private static string Named(string word) => word.Length > 0 ? word : "?";

    private static string? OrNull(string word) => word.Length > 0 ? word : null;

    private static string WordOf(ReplayedEffect effect) => effect.ToString().ToLowerInvariant();

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
