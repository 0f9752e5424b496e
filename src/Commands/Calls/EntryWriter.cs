using System.Security.Cryptography;
using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Commands;

/// <summary>Who an entry says has called, before the actor is sealed.</summary>
/// <param name="Controller">The controller.</param>
/// <param name="Partner">The partner, when its unit was accepted.</param>
/// <param name="Actor">The actor, when a token was accepted.</param>
/// <param name="Role">The acting role, when it came with an accepted unit.</param>
/// <param name="Roles">The token's roles.</param>
public sealed record EntryCaller(string Controller, string? Partner, string? Actor, string? Role, IReadOnlyList<string> Roles);

/// <summary>
/// Writes what a call did to the log. Whoever reads the log without keys learns partner, role, forum, article, levels and
/// outcome; who called and whom it was about are sealed (DESIGN §6).
/// </summary>
public sealed class EntryWriter(AuditLog log, Sealing sealing, BlindIndex index, Partnerships partnerships, TimeProvider time)
{
    private const int NonceBytes = 32;

    /// <summary>The case that is meant when there is none. As long as any other: random ids have 22 characters, so none will ever be it.</summary>
    internal static readonly Case Nobodys = new(new CaseId("nobody"), new SubjectId("nobodynobodynobodynobo"), CaseState.Closed, default);

    /// <summary>Begins an entry.</summary>
    public Entry Draft(PartnershipId partnership, Covenant covenant, string traceId, EntryCaller? caller)
    {
        var entry = new Entry
        {
            Time = Now(),
            TraceId = traceId,
            CovenantDigest = Wrap(covenant.Digest),
        };
        if (caller is not null)
        {
            entry.Caller = new Audit.V1.Caller
            {
                Controller = caller.Controller,
                Partner = caller.Partner ?? "",
                Role = caller.Role ?? "",
            };

            // A role that no partner may assert decides nothing, and what an issuer makes up may say anything.
            for (var i = 0; i < caller.Roles.Count; i++)
            {
                if (covenant.AssertableRoles.Contains(caller.Roles[i]))
                    entry.Caller.Roles.Add(caller.Roles[i]);
            }

            if (caller.Actor is { Length: > 0 } actor)
            {
                entry.Caller.Actor = SealActor(partnership, caller.Controller, actor);
                entry.Mark(new EntryMark(index.OfActorInLog(partnership, caller.Controller, actor)));
            }
        }

        return entry;
    }

    /// <summary>Begins an entry for an admitted caller.</summary>
    public Entry Draft(Admitted caller) => Draft(
        caller.Partnership,
        caller.Covenant,
        caller.TraceId,
        new EntryCaller(caller.Controller, caller.Partner, caller.Actor, caller.Role, caller.Roles));

    /// <summary>Begins another entry of the same call, about the same case as far as that is known, and of this moment.</summary>
    public Entry Another(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var another = entry.Clone();
        another.Time = Now();
        another.ClearEvent();
        foreach (var mark in entry.Marks)
            another.Mark(mark);
        return another;
    }

    /// <summary>Seals an actor under its controller's log key.</summary>
    public Sealed SealActor(PartnershipId partnership, string controller, string actor) =>
        SealFor(partnership, controller, actor);

    /// <summary>Seals a text under a controller's log key, so that who reviews there may read it.</summary>
    public Sealed SealFor(PartnershipId partnership, string controller, string text) =>
        Seal(partnership, new KeyName(KeyKind.ControllerLog, controller), Encoding.UTF8.GetBytes(text));

    /// <summary>Says which case and subject the entry is about, under the case's log key.</summary>
    public void About(Entry entry, PartnershipId partnership, Case @case)
    {
        ArgumentNullException.ThrowIfNull(entry);
        entry.CaseAndSubject = SealCase(partnership, @case);
        var (caseMark, subjectMark) = index.OfReleasedInLog(partnership, @case.Id.Value, @case.Subject.Value);
        entry.Mark(new EntryMark(caseMark, subjectMark));
    }

    /// <summary>
    /// Says which case and subject a refusal is about, if there is one. Where there is none the same is done for a case that does not
    /// exist, and thrown away: how long a refusal takes does not tell whether there was a case.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="partnership">The partnership.</param>
    /// <param name="asked">The case by the id that the caller named, or null when it named it otherwise.</param>
    /// <param name="found">The case, or null when there is none.</param>
    public void AboutRefused(Entry entry, PartnershipId partnership, CaseId? asked, Case? found)
    {
        var about = found ?? Nobodys;
        var (value, isOwn) = sealing.SealEvenly(partnership, LogKeyOf(found?.Id ?? asked ?? Nobodys.Id), LogKeyOf(Nobodys.Id), Named(about));

        // Never under the key that is nobody's: a case whose log key was destroyed is named by nothing that can be opened.
        entry.CaseAndSubject = found is not null && isOwn
            ? new Sealed { KeyId = value.KeyId, Ciphertext = Wrap(value.Ciphertext) }
            : null;
        Mark(entry, partnership, about); // nobody's too: as many rows either way
    }

    /// <summary>Seals the cases that an entry lists, each under its own log key; the entry is found by each of them.</summary>
    public IReadOnlyList<Sealed> SealCases(Entry entry, PartnershipId partnership, IEnumerable<Case> cases)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var values = new List<Sealed>();
        foreach (var @case in cases)
        {
            Mark(entry, partnership, @case);
            values.Add(SealCase(partnership, @case));
        }

        return values;
    }

    /// <summary>Seals who is in a team, each under its controller's log key.</summary>
    public IEnumerable<Audit.V1.TeamChanged> SealTeam(PartnershipId partnership, Covenant covenant, IEnumerable<TeamMember> team) =>
        team.Select(member => new Audit.V1.TeamChanged
        {
            Partner = member.Partner,
            Actor = SealActor(partnership, covenant.Partners[member.Partner].Controller, member.Actor),
            Relation = Words.Of(member.Relation),
        });

    private void Mark(Entry entry, PartnershipId partnership, Case @case) =>
        entry.Mark(new EntryMark(index.OfCaseInLog(partnership, @case.Id.Value), index.OfSubjectInLog(partnership, @case.Subject.Value)));

    // Seals a case and its subject under the case's log key.
    private Sealed SealCase(PartnershipId partnership, Case @case) => Seal(partnership, LogKeyOf(@case.Id), Named(@case));

    /// <summary>Seals a professional's reason under the case's log key: it outlives the dossier that it opened.</summary>
    public Sealed SealReason(PartnershipId partnership, CaseId @case, string reason) =>
        Seal(partnership, new KeyName(KeyKind.CaseLog, @case.Value), Encoding.UTF8.GetBytes(reason));

    /// <summary>
    /// Puts the evidence of a response in its entry: the HMAC of the exact bytes under a random nonce, and the nonce under the
    /// caller's controller's log key.
    /// </summary>
    /// <returns>The nonce, for the trailer.</returns>
    public ReadOnlyMemory<byte> Evidence(Entry entry, PartnershipId partnership, string controller, ReadOnlySpan<byte> response) =>
        Evidence(entry, partnership, controller, response, MakeNonce());

    /// <summary>The same, of one message of a stream, under the stream's nonce.</summary>
    public ReadOnlyMemory<byte> Evidence(
        Entry entry, PartnershipId partnership, string controller, ReadOnlySpan<byte> response, ReadOnlyMemory<byte> nonce)
    {
        entry.ResponseHmac = Wrap(HMACSHA256.HashData(nonce.Span, response));
        entry.ResponseNonce = Seal(partnership, new KeyName(KeyKind.ControllerLog, controller), nonce.Span);
        return nonce;
    }

    /// <summary>A random nonce: of one response, or of all messages of a stream.</summary>
    public static ReadOnlyMemory<byte> MakeNonce()
    {
        var nonce = new byte[NonceBytes];
        RandomBytes.Fill(nonce);
        return nonce;
    }

    /// <summary>
    /// Logs a refusal and gives it back, or the refusal to answer at all when even that cannot be logged.
    /// </summary>
    /// <param name="partnership">Whose log.</param>
    /// <param name="entry">The entry; where the caller is told less than what decided, its inner reason says that already.</param>
    /// <param name="refusal">What the caller is told.</param>
    public async Task<Refusal> RefuseAsync(PartnershipId partnership, Entry entry, Refusal refusal)
    {
        entry.Outcome = Outcome.Refused;
        entry.Reason = ReasonName.Of(refusal.Reason);
        var outcome = await AppendAsync(partnership, entry, [], []).ConfigureAwait(false);
        return outcome is AppendOutcome.Appended appended ? refusal with { Receipt = Receipt.Of(appended) } : Refusals.LogUnavailable;
    }

    /// <summary>
    /// The same for a refusal that others are told of in the same transaction. Null when the records moved: then it has to be decided again.
    /// </summary>
    public async Task<Refusal?> RefuseAsync(
        PartnershipId partnership, Entry entry, Refusal refusal, IReadOnlyList<EpochGuard> guards, IReadOnlyList<ILoggedChange> changes)
    {
        entry.Outcome = Outcome.Refused;
        entry.Reason = ReasonName.Of(refusal.Reason);
        return await AppendAsync(partnership, entry, guards, changes).ConfigureAwait(false) switch
        {
            AppendOutcome.Appended appended => refusal with { Receipt = Receipt.Of(appended) },
            AppendOutcome.EpochMoved => null,
            _ => Refusals.LogUnavailable,
        };
    }

    /// <summary>
    /// Appends an entry with the changes that it tells of, under the epochs of the decision; what a caller was given or changed also
    /// under the covenant that the entry names, which must be the one that decides at that place in the log. It does not stop when the
    /// caller goes away: a call that was decided has its entry, and exactly one.
    /// </summary>
    public Task<AppendOutcome> AppendAsync(
        PartnershipId partnership,
        Entry entry,
        IReadOnlyList<EpochGuard> guards,
        IReadOnlyList<ILoggedChange> changes) =>
        log.AppendAsync(
            partnership,
            new PendingEntry(entry, RestsOnTheRecords(entry, guards, changes) ? Guarded(partnership, entry, guards) : guards, changes),
            CancellationToken.None);

    // What the gateway does of its own accord is no decision of a covenant, and a refusal gives nothing that another could take back. A look
    // at the log needs no records: whoever was a reviewer when it asked sees what was written before.
    private static bool RestsOnTheRecords(Entry entry, IReadOnlyList<EpochGuard> guards, IReadOnlyList<ILoggedChange> changes) =>
        entry.Caller is not null && entry.Outcome != Outcome.Refused && (guards.Count > 0 || changes.Count > 0);

    private IReadOnlyList<EpochGuard> Guarded(PartnershipId partnership, Entry entry, IReadOnlyList<EpochGuard> guards) =>
        partnerships.GuardOf(partnership, entry.CovenantDigest.Span) is { } covenant ? [.. guards, covenant] : guards;

    private static KeyName LogKeyOf(CaseId id) => new(KeyKind.CaseLog, id.Value);

    private static byte[] Named(Case @case) => new CaseAndSubject { CaseId = @case.Id.Value, SubjectId = @case.Subject.Value }.ToByteArray();

    private Sealed Seal(PartnershipId partnership, KeyName key, ReadOnlySpan<byte> plaintext)
    {
        var value = sealing.Seal(partnership, key, plaintext);
        return new Sealed { KeyId = value.KeyId, Ciphertext = Wrap(value.Ciphertext) };
    }

    // Of bytes that nobody changes any more.
    private static ByteString Wrap(ReadOnlyMemory<byte> bytes) => UnsafeByteOperations.UnsafeWrap(bytes);

    // Microseconds: finer says nothing, and both stores keep them.
    private Timestamp Now()
    {
        var now = time.GetUtcNow();
        return Timestamp.FromDateTimeOffset(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)));
    }
}
