using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;
using Exchange.Storage.Sqlite;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Commands.Tests.Harness;

/// <summary>
/// The commands as the gateway composes them, without the gateway: embedded storage in a folder of its own, real keys, the
/// real log, a covenant, and a clock that the test moves.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string PartnershipName = "amsterdam";

    /// <summary>A Monday morning in winter.</summary>
    public static readonly DateTimeOffset Start = new(2026, 2, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly string _folder;
    private readonly bool _isFirst;
    private readonly ServiceProvider _services;
    private int _lookAlikes;

    public Installation(Covenant? covenant = null, params IReadOnlyList<Source> sources)
        : this(null, covenant ?? Repository.SampleCovenant, sources)
    {
    }

    private Installation(Installation? first, Covenant covenant, IReadOnlyList<Source> sources)
    {
        _folder = first?._folder ?? Directory.CreateTempSubdirectory("exchange-commands-").FullName;
        _isFirst = first is null;
        (Clock, Faults) = (first?.Clock ?? new Clock(Start), first?.Faults ?? new Faults());
        Covenant = covenant;
        var services = new ServiceCollection().AddLogging(l => l.AddProvider(LogLines));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new Partnerships(new Dictionary<PartnershipId, NamedCovenant> { [Partnership] = new(Covenant, Repository.TextOf(Covenant)) }));
        services.AddSingleton(new Commands.Sources(new Dictionary<PartnershipId, IReadOnlyList<Source>> { [Partnership] = sources }));
        if (first is null)
            services.AddSingleton(_ => SqliteStorage.Open(_folder)).AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        else
            services.AddSingleton(first.Get<SqliteStorage>()).AddSingleton(first.Get<IDataProtectionProvider>());
        services.AddSingleton(s => s.GetRequiredService<SqliteStorage>().Documents);
        services.AddSingleton(s => s.GetRequiredService<SqliteStorage>().Covenants);
        services.AddSingleton(s => s.GetRequiredService<SqliteStorage>().Index);
        services.AddSingleton(s => new UnreliableActiveCases(s.GetRequiredService<SqliteStorage>().ActiveCases, Faults));
        services.AddSingleton<IActiveCaseStore>(s => s.GetRequiredService<UnreliableActiveCases>());
        services.AddSingleton<IDossierStore>(s => new UnreliableDossierStore(s.GetRequiredService<SqliteStorage>().Dossiers, Faults));
        services.AddSingleton<ILogStore>(s => new UnreliableLogStore(s.GetRequiredService<SqliteStorage>().Log, Faults));
        services.AddSingleton<IKeyStore>(s => new UnreliableKeyStore(s.GetRequiredService<SqliteStorage>().Keys, Faults));

        // The log's patience runs on the real clock, whatever time it is in the test.
        services.AddSingleton(s => new AuditLog(s.GetRequiredService<ILogStore>(), new AuditLogOptions { AnswerWithin = TimeSpan.FromSeconds(30) }));
        services.AddSingleton<KeyVault>().AddSingleton<CaseCipher>().AddSingleton<Sealing>().AddSingleton<BlindIndex>().AddSingleton<Pseudonyms>().AddSingleton<SigningKeys>();
        services.AddCommands();
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public PartnershipId Partnership { get; } = new(PartnershipName);

    public Covenant Covenant { get; }

    public Clock Clock { get; }

    public Faults Faults { get; }

    /// <summary>What was said on the operator's log: that of the process, not the partnership's.</summary>
    public LogLines LogLines { get; } = new();

    /// <summary>Another gateway on the same records and keys, which remembers nothing of what this one did.</summary>
    public Installation Beside(Covenant? covenant = null) => new(this, covenant ?? Covenant, []);

    public DateOnly Today => AmsterdamCalendar.DayOf(Clock.Now);

    /// <summary>Does something to the records behind the gateway's back.</summary>
    public void Tamper(string sql, string file = "exchange.db")
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, file)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    /// <summary>How many chunks of documents are kept.</summary>
    public long Chunks()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "documents.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM chunks";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Where everything is kept.</summary>
    public string Folder => _folder;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Somebody at a partner, with a token that lists the acting role and perhaps others.</summary>
    public Person Person(string partner, string actor, string role, params string[] otherRoles) => new(this, partner, actor, role, [role, .. otherRoles]);

    /// <summary>Takes over a case.</summary>
    public async Task<Case> ImportAsync(
        CaseState state, IReadOnlyList<(string Source, OfferedSection Section)> sections, params IReadOnlyList<TeamMember> team)
    {
        var outcome = await Get<ImportCase>().HandleAsync(Partnership, Covenant, state, sections, team, CancellationToken.None);
        return outcome.Value ?? throw new InvalidOperationException($"{outcome.Refusal!.Message} {string.Join("; ", outcome.Refusal.Fields)}");
    }

    /// <summary>Takes over an active case with a name, a signal, what the police know and a plan.</summary>
    public Task<Case> ActiveCaseAsync(params IReadOnlyList<TeamMember> team) => ImportAsync(
        CaseState.Active,
        [("oov", Offers.Identity()), ("oov", Offers.Signal()), ("politie", Offers.Police()), ("oov", Offers.Plan())],
        team);

    /// <summary>
    /// Takes over active cases of other people that tell the same, and something of the police: in an anonymised view of the case, these are
    /// whom its values fit.
    /// </summary>
    public async Task LookAlikesAsync(int count, params IReadOnlyList<(string Source, OfferedSection Section)> sections)
    {
        foreach (var bsn in Bsns.All.Where(bsn => bsn != Offers.Bsn).Skip(_lookAlikes).Take(count))
        {
            await ImportAsync(
                CaseState.Active,
                [.. sections.Select(s => s.Section.Category == "identity" ? (s.Source, Offers.With(s.Section, "bsn", new TextValue(bsn))) : s), ("politie", Offers.Police())]);
        }

        _lookAlikes += count;
    }

    /// <summary>A sitting of a forum that has the case on its agenda and begins in an hour.</summary>
    public Task<Meeting> MeetingAsync(string forum, Case @case, params IReadOnlyList<Person> attendees) =>
        RecordMeetingAsync(forum, Clock.Now.AddHours(1), attendees.Select(a => a.Attendee), @case.Id);

    /// <summary>Changes a team as the operator does.</summary>
    public Task<Refusal?> ChangeTeamAsync(Case @case, TeamMember member) =>
        Get<ChangeTeam>().HandleAsync(Partnership, Covenant, @case, member);

    /// <summary>
    /// Puts a meeting in the records, whoever attends and whatever is on its agenda: what the records hold is decided about,
    /// also where <see cref="PlanMeeting"/> would not have planned it.
    /// </summary>
    public async Task<Meeting> RecordMeetingAsync(string forum, DateTimeOffset startsAt, IEnumerable<Attendee> attendees, params IEnumerable<CaseId> agenda)
    {
        var meeting = new Meeting
        {
            Id = MeetingId.Create(),
            Forum = forum,
            OpensAt = startsAt.AddDays(-2),
            StartsAt = startsAt,
            EndsAt = startsAt.AddHours(2),
            Attendees = [.. attendees],
            Agenda = [.. agenda.Select(id => new AgendaItem(id, RandomId.Create()))],
        };
        await ApplyAsync(new Dossiers.MeetingPlanned(meeting));
        return meeting;
    }

    /// <summary>Writes a change to the records with an entry of the installation's own.</summary>
    public async Task ApplyAsync(params IReadOnlyList<ILoggedChange> changes)
    {
        var entry = Get<EntryWriter>().Draft(Partnership, Covenant, "", null);
        entry.Outcome = Outcome.Done;
        Assert.IsType<AppendOutcome.Appended>(await Get<EntryWriter>().AppendAsync(Partnership, entry, [], changes));
    }

    /// <summary>Every entry of the log, in its order.</summary>
    public IReadOnlyList<Entry> Entries(long from = 0) =>
        [.. Get<ILogStore>().Read(Partnership, from).Select(leaf => Entry.Parser.ParseFrom(leaf.Leaf.Span))];

    /// <summary>How many entries the log has.</summary>
    public long LogSize => Get<ILogStore>().ReadHead(Partnership).Size;

    /// <summary>The entries that something wrote.</summary>
    public async Task<IReadOnlyList<Entry>> EntriesOfAsync(Func<Task> something)
    {
        var before = LogSize;
        await something();
        return Entries(before);
    }

    /// <summary>Opens a sealed field, as only who has the keys can.</summary>
    public byte[] Open(Sealed value) =>
        Get<Sealing>().Open(Partnership, value.KeyId, value.Ciphertext.Span) ?? throw new InvalidOperationException("The key is gone.");

    /// <summary>Whom and which case an entry is about, or null when it does not say.</summary>
    public CaseAndSubject? About(Entry entry) =>
        entry.CaseAndSubject is null ? null : CaseAndSubject.Parser.ParseFrom(Open(entry.CaseAndSubject));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_isFirst)
            Directory.Delete(_folder, recursive: true);
    }
}
