using System.Buffers.Binary;
using System.Security.Cryptography;
using Exchange.Audit.V1;
using Google.Protobuf;

namespace Exchange.Audit;

/// <summary>
/// What many entries have in common of that which is searched for: caller, forum, purpose, outcome, what was decided, and the kind of
/// entry with the partners that it names. It is an entry itself, without anything that is an entry's own, so that whoever may know of the
/// entry is decided about the same way. A log has few of them.
/// </summary>
/// <param name="Id">The first 64 bits of the SHA-256 of the bytes.</param>
/// <param name="Bytes">A serialised <see cref="Entry"/>: equal for equal shapes.</param>
public readonly record struct EntryShape(long Id, ReadOnlyMemory<byte> Bytes)
{
    private static readonly Comparison<CategoryDecision> Order = (a, b) =>
    {
        var order = string.CompareOrdinal(a.Category, b.Category);
        order = order != 0 ? order : string.CompareOrdinal(a.Source, b.Source);
        order = order != 0 ? order : string.CompareOrdinal(a.Level, b.Level);
        order = order != 0 ? order : string.CompareOrdinal(a.Article, b.Article);
        return order != 0 ? order : a.Released.CompareTo(b.Released);
    };

    /// <summary>The shape of an entry.</summary>
    public static EntryShape Of(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Repeated is { } repeated && Named(entry) is null ? repeated.ShapeOf(entry, Make) : Make(entry);
    }

    private static EntryShape Make(Entry entry)
    {
        var common = new Entry { Outcome = entry.Outcome };
        if (entry.Caller is { } caller)
            common.Caller = new Caller { Controller = caller.Controller, Partner = caller.Partner, Role = caller.Role };
        if (entry.DecisionInput is { } input)
            common.DecisionInput = new DecisionInput { Forum = input.Forum, Purpose = input.Purpose, BreakGlass = input.BreakGlass };
        common.Decisions.AddRange(Decisions(entry));
        var bytes = Write(common, (int)entry.EventCase, Named(entry));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new EntryShape(BinaryPrimitives.ReadInt64BigEndian(hash), bytes);
    }

    // Each once, and whether something was released rather than how much.
    private static List<CategoryDecision> Decisions(Entry entry)
    {
        IReadOnlyList<CategoryDecision> all = entry.Repeated?.Rows ?? entry.Decisions;
        var decisions = new List<CategoryDecision>(all.Count);
        foreach (var decision in all)
        {
            decisions.Add(new CategoryDecision
            {
                Category = decision.Category,
                Source = decision.Source,
                Level = decision.Level,
                Article = decision.Article,
                Released = Math.Min(decision.Released, 1),
            });
        }

        decisions.Sort(Order);
        for (var i = decisions.Count - 1; i > 0; i--)
        {
            if (Order(decisions[i], decisions[i - 1]) == 0)
                decisions.RemoveAt(i);
        }

        return decisions;
    }

    // Of what happened, the partners and controllers that it concerns.
    private static IMessage? Named(Entry entry) => entry.EventCase switch
    {
        Entry.EventOneofCase.QuestionSent => new QuestionSent { Source = entry.QuestionSent.Source },
        Entry.EventOneofCase.QuestionAnswered => new QuestionAnswered { Source = entry.QuestionAnswered.Source },
        Entry.EventOneofCase.TeamChanged => new TeamChanged { Partner = entry.TeamChanged.Partner },
        Entry.EventOneofCase.MeetingPlanned => new MeetingPlanned { Partners = { entry.MeetingPlanned.Partners.Distinct().Order(StringComparer.Ordinal) } },
        Entry.EventOneofCase.GlassBroken => new GlassBroken { Notified = { entry.GlassBroken.Notified.Distinct().Order(StringComparer.Ordinal) } },
        Entry.EventOneofCase.RecognitionReported =>
            new RecognitionReported { Notified = { entry.RecognitionReported.Notified.Distinct().Order(StringComparer.Ordinal) } },
        _ => null,
    };

    private static byte[] Write(Entry common, int kind, IMessage? named)
    {
        var size = common.CalculateSize();
        var inner = named?.CalculateSize() ?? 0;
        if (kind != 0)
            size += CodedOutputStream.ComputeTagSize(kind) + CodedOutputStream.ComputeLengthSize(inner) + inner;
        var bytes = new byte[size];
        using var output = new CodedOutputStream(bytes);
        common.WriteTo(output);
        if (kind != 0)
        {
            output.WriteTag(kind, WireFormat.WireType.LengthDelimited);
            output.WriteLength(inner);
            named?.WriteTo(output);
        }

        output.CheckNoSpaceLeft();
        return bytes;
    }
}
