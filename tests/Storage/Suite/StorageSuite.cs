using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Tests.Suite;

/// <summary>What every suite needs: a storage, two partnerships, and short ways to write and read.</summary>
public abstract class StorageSuite : IDisposable
{
    protected static readonly PartnershipId Amsterdam = new("amsterdam"), Utrecht = new("utrecht");
    protected static readonly DateTimeOffset Moment = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Lazy<StorageUnderTest> _storage;

    protected StorageSuite() => _storage = new Lazy<StorageUnderTest>(Make);

    protected StorageUnderTest Storage => _storage.Value;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (_storage.IsValueCreated)
            _storage.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract StorageUnderTest Make();

    /// <summary>Writes one entry with its changes in a transaction of its own. False, and nothing written, when one conflicts.</summary>
    protected bool Write(PartnershipId partnership, params ILoggedChange[] changes)
    {
        using var transaction = Storage.Log.Begin(partnership);
        if (!transaction.TryApply(changes))
            return false;
        transaction.Commit(Add(transaction, transaction.Head, [1, 2, 3]));
        return true;
    }

    /// <summary>Adds a leaf to a transaction; gives the next head.</summary>
    protected static LogHead Add(ILogTransaction transaction, LogHead head, byte[] leaf, IndexedEntry? index = null, LeafTail? tail = null)
    {
        var nodes = new List<TreeNode>();
        var next = MerkleTree.Append(head, MerkleHash.Leaf(leaf), nodes);
        transaction.Append(new StoredLeaf(head.Size, leaf, tail), nodes, index);
        return next;
    }

    protected bool Holds(PartnershipId partnership, params EpochGuard[] guards)
    {
        using var transaction = Storage.Log.Begin(partnership);
        return transaction.Holds(guards);
    }

    protected async Task<CaseReading> ReadAsync(PartnershipId partnership, CaseId id, string partner = "oov", string actor = "a", MeetingId? meeting = null) =>
        await Storage.Dossiers.ReadCaseAsync(partnership, new CaseQuery(id, null, meeting, partner, actor), _ => true, Cancellation);

    protected static CaseOpened Opened(CaseId id, byte[]? index = null, SubjectId? subject = null, params TeamMember[] team) =>
        new(new Case(id, subject ?? SubjectId.Create(), CaseState.Signal, new DateOnly(2026, 2, 28)), index is null ? null : new ReadOnlyMemory<byte>(index), team);

    protected static Section SectionOf(SectionId id, int version = 1, string source = "politie", string category = "police") => new()
    {
        Id = id,
        Version = version,
        Category = category,
        Source = source,
        Ground = "Wpg art. 16",
        Handling = Handling.Open,
        Secrecy = Secrecy.Lifted,
        KeepUntil = new DateOnly(2031, 12, 31),
        EncryptedContent = RandomNumberGenerator.GetBytes(64),
    };

    protected static Meeting MeetingOf(MeetingId id, params (CaseId Case, string Alias)[] agenda) => new()
    {
        Id = id,
        Forum = "itat",
        OpensAt = Moment.AddDays(-5),
        StartsAt = Moment,
        EndsAt = Moment.AddHours(2),
        Attendees = [new Attendee("oov", "b"), new Attendee("ggd", "a")],
        Agenda = [.. agenda.Select(a => new AgendaItem(a.Case, a.Alias))],
    };
}
