using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>A key is not there any more.</summary>
/// <param name="WasThere">Whether it was there until now.</param>
public sealed record DestroyedKey(bool WasThere);

/// <summary>Keys of pseudonyms are not there any more.</summary>
/// <param name="Count">How many.</param>
public sealed record DestroyedPseudonyms(int Count);

/// <summary>
/// Destroys a key: (1) the entry of it is durable, and with it goes the index row by which what the key names was found, (2) the key is
/// destroyed. When the process ends in between, or an older backup of the keys is put back, <see cref="Replay"/> does (2) again.
/// </summary>
public sealed class DestroyKey
{
    private const int EntriesPerRead = 500;

    private readonly KeyVault _keys;
    private readonly BlindIndex _marks;
    private readonly EntryWriter _entries;
    private readonly LogShapes _shapes;
    private readonly ILogIndex _index;
    private readonly ILogStore _log;
    private readonly IDossierStore _dossiers;
    private readonly Pseudonyms _pseudonyms;
    private readonly TimeProvider _time;

    internal DestroyKey(
        KeyVault keys,
        BlindIndex marks,
        EntryWriter entries,
        LogShapes shapes,
        ILogIndex index,
        ILogStore log,
        IDossierStore dossiers,
        Pseudonyms pseudonyms,
        TimeProvider time)
    {
        (_dossiers, _pseudonyms, _time) = (dossiers, pseudonyms, time);
        _keys = keys;
        _marks = marks;
        _entries = entries;
        _shapes = shapes;
        _index = index;
        _log = log;
    }

    /// <summary>
    /// Destroys the log key of a case: nobody reads any more whom its entries are about. As long as a case may be worked on it must be
    /// possible to tell its subject who looked, so it is closed, declined or destroyed, or not in the records at all.
    /// </summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="covenant">The covenant in force.</param>
    /// <param name="of">The case.</param>
    /// <param name="why">Why.</param>
    /// <param name="cancellation">Ends the work before anything is done.</param>
    /// <exception cref="StoreUnavailableException">The records cannot be read.</exception>
    /// <inheritdoc cref="HandleAsync" path="/exception"/>
    public async Task<Outcome<DestroyedKey>> OfCaseAsync(
        PartnershipId partnership, Covenant covenant, CaseId of, KeyDestroyed.Types.Why why, CancellationToken cancellation)
    {
        var reading = await _dossiers.ReadCaseAsync(partnership, new CaseQuery(of, null, null, "", ""), _ => false, cancellation).ConfigureAwait(false);
        return reading.Case is { Case.State: not (CaseState.Closed or CaseState.Declined or CaseState.Destroyed) }
            ? Refusals.Field("case", "the case may still be worked on, and until it is closed its subject must be told who looked")
            : await HandleAsync(partnership, covenant, new KeyName(KeyKind.CaseLog, of.Value), why).ConfigureAwait(false);
    }

    /// <summary>Destroys the log key of a controller that left: nobody reads any more who called there.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="covenant">The covenant in force, which does not know the controller any more.</param>
    /// <param name="controller">The controller.</param>
    /// <param name="why">Why.</param>
    /// <inheritdoc cref="HandleAsync" path="/exception"/>
    public async Task<Outcome<DestroyedKey>> OfControllerAsync(PartnershipId partnership, Covenant covenant, string controller, KeyDestroyed.Types.Why why) =>
        covenant.Controllers.ContainsKey(controller)
            ? Refusals.Field("controller", "the controller is in the covenant, and answers for who called there")
            : await HandleAsync(partnership, covenant, new KeyName(KeyKind.ControllerLog, controller), why).ConfigureAwait(false);

    /// <summary>
    /// Destroys the keys of the pseudonyms of every calendar quarter that ended: nobody joins what was told under them with what is told
    /// now, nor finds a case by one that somebody wrote down. Whoever saw a case pseudonymised then knows it by another name already.
    /// </summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="covenant">The covenant in force.</param>
    /// <param name="why">Why.</param>
    /// <param name="cancellation">Ends the work between two keys.</param>
    /// <returns>How many there were.</returns>
    /// <inheritdoc cref="HandleAsync" path="/exception"/>
    public async Task<Outcome<DestroyedPseudonyms>> OfEndedPseudonymsAsync(
        PartnershipId partnership, Covenant covenant, KeyDestroyed.Types.Why why, CancellationToken cancellation)
    {
        var ended = _pseudonyms.Ended(partnership, AmsterdamCalendar.DayOf(_time.GetUtcNow()));
        foreach (var name in ended)
        {
            cancellation.ThrowIfCancellationRequested();
            if ((await HandleAsync(partnership, covenant, name, why).ConfigureAwait(false)).Refusal is { } refusal)
                return refusal;
        }

        return new DestroyedPseudonyms(ended.Count);
    }

    /// <summary>Destroys the key of that name; when there is none, there is nothing to do.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="covenant">The covenant in force.</param>
    /// <param name="name">The key; not one that signs the log.</param>
    /// <param name="why">Why.</param>
    /// <exception cref="IOException">The key store cannot be read or written; the key is destroyed at the latest by <see cref="Replay"/>.</exception>
    public async Task<Outcome<DestroyedKey>> HandleAsync(PartnershipId partnership, Covenant covenant, KeyName name, KeyDestroyed.Types.Why why)
    {
        if (why == KeyDestroyed.Types.Why.Unspecified)
            throw new ArgumentException("A key is destroyed for a reason.", nameof(why));
        if (name.Kind == KeyKind.Signing)
            throw new ArgumentException("A key that signs the log proves what it signed for as long as the log is kept.", nameof(name));
        if (_keys.Find(partnership, name) is not { } key)
            return new DestroyedKey(WasThere: false);
        var entry = _entries.Draft(partnership, covenant, "", null);
        entry.Outcome = Outcome.Done;
        entry.KeyDestroyed = new KeyDestroyed { Kind = (KeyDestroyed.Types.Kind)name.Kind, KeyId = key.Id, Why = why };
        IReadOnlyList<ILoggedChange> changes =
            name.Kind == KeyKind.CaseLog ? [new MarkForgotten(_marks.OfCaseInLog(partnership, name.Scope))] : [];
        if (await _entries.AppendAsync(partnership, entry, [], changes).ConfigureAwait(false) is not AppendOutcome.Appended)
            return Refusals.LogUnavailable;
        _keys.Destroy(partnership, key.Id);
        return new DestroyedKey(WasThere: true);
    }

    /// <summary>Destroys again whatever the log says is destroyed: before a gateway serves.</summary>
    /// <exception cref="StoreUnavailableException">The log cannot be read.</exception>
    /// <exception cref="IOException">The key store cannot be read or written.</exception>
    public void Replay(PartnershipId partnership)
    {
        var shapes = _shapes.Read(partnership).Where(s => s.Entry.EventCase == Entry.EventOneofCase.KeyDestroyed).Select(s => s.Id).ToList();
        for (var (span, more) = (LogSpan.Whole, shapes.Count > 0); more;)
        {
            var rows = _index.OfShapes(partnership, shapes, span, EntriesPerRead);
            foreach (var row in rows)
            {
                if (_log.ReadBackwards(partnership, row.Entry + 1, 1) is [var stored] && stored.Index == row.Entry
                    && Entry.Parser.ParseFrom(stored.Leaf.Span).KeyDestroyed is { } destroyed)
                {
                    _keys.Destroy(partnership, destroyed.KeyId);
                }
            }

            more = rows.Count == EntriesPerRead;
            if (more)
                span = span with { Before = rows[^1].Entry };
        }
    }
}
