using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands.Tests.Harness;

/// <summary>What is broken at the moment, and what happens between reading and writing.</summary>
internal sealed class Faults
{
    public bool RecordsUnreadable { get; set; }

    public bool LogUnwritable { get; set; }

    public bool LogUnreadable { get; set; }

    public bool KeysUnreadable { get; set; }

    /// <summary>Whether commits are carried out but not acknowledged: nobody knows whether they were.</summary>
    public bool CommitsUnacknowledged { get; set; }

    /// <summary>Runs after each reading of a case, a section or a list, before the command goes on.</summary>
    public Func<Task>? AfterReading { get; set; }

    /// <summary>Runs after each reading of what a meeting sees of a case.</summary>
    public Func<Task>? AfterFrozenView { get; set; }
}

/// <summary>The records, which sometimes cannot be read.</summary>
internal sealed class UnreliableDossierStore(IDossierStore store, Faults faults) : IDossierStore
{
    public async Task<CaseReading> ReadCaseAsync(
        PartnershipId partnership, CaseQuery query, Func<CaseReading, bool> mayKnow, CancellationToken cancellation)
    {
        var reading = await Sound().ReadCaseAsync(partnership, query, mayKnow, cancellation);
        if (faults.AfterReading is { } interlude)
            await interlude();
        return reading;
    }

    public async Task<CaseListReading> ListCasesAsync(PartnershipId partnership, CaseListQuery query, CancellationToken cancellation)
    {
        var reading = await Sound().ListCasesAsync(partnership, query, cancellation);
        if (faults.AfterReading is { } interlude)
            await interlude();
        return reading;
    }

    public async Task<OwnSectionsReading> ListOwnSectionsAsync(PartnershipId partnership, OwnSectionsQuery query, CancellationToken cancellation)
    {
        var reading = await Sound().ListOwnSectionsAsync(partnership, query, cancellation);
        if (faults.AfterReading is { } interlude)
            await interlude();
        return reading;
    }

    public async Task<ReceivedRequestsReading> ListRequestsAsync(PartnershipId partnership, ReceivedRequestsQuery query, CancellationToken cancellation)
    {
        var reading = await Sound().ListRequestsAsync(partnership, query, cancellation);
        if (faults.AfterReading is { } interlude)
            await interlude();
        return reading;
    }

    public async Task<(ReceivedRequest? Request, long PartnershipEpoch)> FindRequestAsync(
        PartnershipId partnership, string source, RequestId request, CancellationToken cancellation)
    {
        var reading = await Sound().FindRequestAsync(partnership, source, request, cancellation);
        if (faults.AfterReading is { } interlude)
            await interlude();
        return reading;
    }

    public Task<(Meeting? Meeting, long PartnershipEpoch)> ReadMeetingAsync(PartnershipId partnership, MeetingId meeting, CancellationToken cancellation) =>
        Sound().ReadMeetingAsync(partnership, meeting, cancellation);

    public async Task<SectionReading> ReadSectionAsync(PartnershipId partnership, SectionId section, CancellationToken cancellation)
    {
        var reading = await Sound().ReadSectionAsync(partnership, section, cancellation);
        if (faults.AfterReading is { } interlude)
            await interlude();
        return reading;
    }

    public Task<long> ReadPartnershipEpochAsync(PartnershipId partnership, CancellationToken cancellation) =>
        Sound().ReadPartnershipEpochAsync(partnership, cancellation);

    public Task<SubjectId?> FindSubjectAsync(PartnershipId partnership, ReadOnlyMemory<byte> subjectIndex, CancellationToken cancellation) =>
        Sound().FindSubjectAsync(partnership, subjectIndex, cancellation);

    public Task<RememberedAnswer?> FindAnswerAsync(PartnershipId partnership, string partner, string key, CancellationToken cancellation) =>
        Sound().FindAnswerAsync(partnership, partner, key, cancellation);

    public Task<(CaseId Case, KeptEvidence Evidence)?> FindEvidenceAsync(
        PartnershipId partnership, EvidencePlace place, CancellationToken cancellation) =>
        Sound().FindEvidenceAsync(partnership, place, cancellation);

    public async Task<FrozenView?> FindFrozenViewAsync(PartnershipId partnership, MeetingId meeting, CaseId @case, CancellationToken cancellation)
    {
        var view = await Sound().FindFrozenViewAsync(partnership, meeting, @case, cancellation);
        if (faults.AfterFrozenView is { } interlude)
            await interlude();
        return view;
    }

    public Task<NotificationsReading> ListNotificationsAsync(
        PartnershipId partnership, string controller, long before, int count, NotificationKind? without, CancellationToken cancellation) =>
        Sound().ListNotificationsAsync(partnership, controller, before, count, without, cancellation);

    public Task<ReadOnlyMemory<byte>?> ReadCovenantDigestAsync(PartnershipId partnership, CancellationToken cancellation) =>
        Sound().ReadCovenantDigestAsync(partnership, cancellation);

    public Task<RecordedState> ReadStateAsync(PartnershipId partnership, CancellationToken cancellation) =>
        Sound().ReadStateAsync(partnership, cancellation);

    private IDossierStore Sound() => faults.RecordsUnreadable ? throw new StoreUnavailableException("Broken by the test.") : store;
}

/// <summary>The log's store, which sometimes cannot be written.</summary>
internal sealed class UnreliableLogStore(ILogStore store, Faults faults) : ILogStore
{
    public ILogTransaction Begin(PartnershipId partnership) =>
        faults.LogUnwritable ? throw new StoreUnavailableException("Broken by the test.") : new Transaction(store.Begin(partnership), faults);

    public LogHead ReadHead(PartnershipId partnership) => store.ReadHead(partnership);

    public IReadOnlyList<TreeNode> ReadNodes(PartnershipId partnership, IReadOnlyList<(int Level, long Index)> nodes) =>
        store.ReadNodes(partnership, nodes);

    public IEnumerable<StoredLeaf> Read(PartnershipId partnership, long from) => store.Read(partnership, from);

    public IReadOnlyList<StoredLeaf> ReadBackwards(PartnershipId partnership, long before, int most) =>
        faults.LogUnreadable ? throw new StoreUnavailableException("Broken by the test.") : store.ReadBackwards(partnership, before, most);

    private sealed class Transaction(ILogTransaction transaction, Faults faults) : ILogTransaction
    {
        public LogHead Head => transaction.Head;

        public void Expect(IEnumerable<string?> cases) => transaction.Expect(cases);

        public bool Holds(IReadOnlyList<EpochGuard> guards) => transaction.Holds(guards);

        public bool TryApply(IReadOnlyList<ILoggedChange> changes) => transaction.TryApply(changes);

        public void Append(StoredLeaf leaf, IReadOnlyList<TreeNode> nodes, IndexedEntry? index = null) => transaction.Append(leaf, nodes, index);

        public bool Commit(LogHead head)
        {
            var isCommitted = transaction.Commit(head);
            if (isCommitted && faults.CommitsUnacknowledged)
                throw new StoreUnavailableException("Broken by the test.");
            return isCommitted;
        }

        public void Dispose() => transaction.Dispose();
    }
}

/// <summary>The keys, which sometimes cannot be read.</summary>
internal sealed class UnreliableKeyStore(IKeyStore store, Faults faults) : IKeyStore
{
    public WrappedKey? Find(PartnershipId partnership, KeyName name) => Sound().Find(partnership, name);

    public WrappedKey? FindById(PartnershipId partnership, string id) => Sound().FindById(partnership, id);

    public IReadOnlyList<KeyName> List(PartnershipId partnership, KeyKind kind) => Sound().List(partnership, kind);

    public WrappedKey AddOrGet(PartnershipId partnership, WrappedKey key) => Sound().AddOrGet(partnership, key);

    public void Destroy(PartnershipId partnership, string id) => Sound().Destroy(partnership, id);

    private IKeyStore Sound() => faults.KeysUnreadable ? throw new IOException("Broken by the test.") : store;
}
