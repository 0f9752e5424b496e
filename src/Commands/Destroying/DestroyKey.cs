using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Keys;

namespace Exchange.Commands;

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

    internal DestroyKey(KeyVault keys, BlindIndex marks, EntryWriter entries, LogShapes shapes, ILogIndex index, ILogStore log)
    {
        _keys = keys;
        _marks = marks;
        _entries = entries;
        _shapes = shapes;
        _index = index;
        _log = log;
    }

    /// <summary>Destroys the key of that name; when there is none, there is nothing to do.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="covenant">The covenant in force.</param>
    /// <param name="name">The key; not one that signs the log.</param>
    /// <returns>Null when it is destroyed, else why not.</returns>
    /// <exception cref="IOException">The key store cannot be read or written; the key is destroyed at the latest by <see cref="Replay"/>.</exception>
    public async Task<Refusal?> HandleAsync(PartnershipId partnership, Covenant covenant, KeyName name)
    {
        if (name.Kind == KeyKind.Signing)
            throw new ArgumentException("A key that signs the log proves what it signed for as long as the log is kept.", nameof(name));
        if (_keys.Find(partnership, name) is not { } key)
            return null;
        var entry = _entries.Draft(partnership, covenant, "", null);
        entry.Outcome = Outcome.Done;
        entry.KeyDestroyed = new KeyDestroyed { Kind = (KeyDestroyed.Types.Kind)name.Kind, KeyId = key.Id };
        IReadOnlyList<ILoggedChange> changes =
            name.Kind == KeyKind.CaseLog ? [new MarkForgotten(_marks.OfCaseInLog(partnership, name.Scope))] : [];
        if (await _entries.AppendAsync(partnership, entry, [], changes).ConfigureAwait(false) is not AppendOutcome.Appended)
            return Refusals.LogUnavailable;
        _keys.Destroy(partnership, key.Id);
        return null;
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
