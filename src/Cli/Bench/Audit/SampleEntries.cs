using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Cli.Bench;

/// <summary>
/// Entries as the main job makes them: what is sealed or hashed there is random here, of the same size, and what was decided about the same
/// page is shared.
/// </summary>
internal static class SampleEntries
{
    private static readonly (string Category, string Source)[] Kinds =
    [
        ("identity", "oov"), ("contact", "oov"), ("residence", "oov"), ("police", "politie"), ("signals", "politie"), ("prosecution", "om"),
        ("workIncome", "wpi"), ("interventions", "ggd"), ("plan", "oov"),
    ];

    /// <summary>A basisdossier that was released to somebody, as to others before.</summary>
    public static Entry MakeRepeated()
    {
        var entry = Make();
        entry.Repeated = new RepeatedDecisions(entry);
        entry.Decisions.Clear();
        return entry;
    }

    /// <summary>The same, with what was decided in itself.</summary>
    public static Entry Make() => new()
    {
        Time = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
        TraceId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        CovenantDigest = Bytes(32),
        Caller = new Caller
        {
            Controller = "politie",
            Partner = "politie",
            Actor = Sealed(11),
            Role = "caseworker",
            Roles = { "caseworker" },
            Relation = "none",
        },
        Outcome = Outcome.Released,
        CaseAndSubject = Sealed(48),
        MeetingId = "AAAAAAAAAAAAAAAAAAAAAA",
        DecisionInput = new DecisionInput
        {
            Forum = "regieoverleg",
            Purpose = "casusoverleg",
            CaseState = "active",
            Consent = "absent",
            Date = "2026-11-22",
            Restriction = "none",
        },
        Decisions =
        {
            Kinds.Select(k => new CategoryDecision
            {
                Category = k.Category,
                Source = k.Source,
                Secrecy = "notLifted",
                Handling = "open",
                Level = "full",
                Article = "4.1",
                Reason = "GRANTED",
                Released = 1,
            }),
        },
        ResponseHmac = Bytes(32),
        ResponseNonce = Sealed(32),
        DossierRead = new DossierRead { Page = 1 },
    };

    private static Sealed Sealed(int length) => new() { KeyId = "AAAAAAAAAAAAAAAAAAAAAA", Ciphertext = Bytes(12 + length + 16) };

    private static ByteString Bytes(int length) => UnsafeByteOperations.UnsafeWrap(RandomNumberGenerator.GetBytes(length));
}
