using Exchange.Audit;
using Exchange.Dossiers;
using Exchange.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Exchange.Commands;

/// <summary>Registers the commands: one for each RPC, and what they share.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds every command. Needs the stores, the log, the keys, Data Protection, <see cref="TimeProvider"/> and logging; <see cref="Sources"/> where partners are asked.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.AddSingleton<Admission>().AddSingleton<EntryWriter>();
        services.AddSingleton(s => new CovenantsInForce(
            s.Get<Partnerships>(), s.Get<ICovenantStore>(), s.GetService<ICovenantSignatures>(), s.Get<TimeProvider>(), s.Get<ILogger<CovenantsInForce>>()));
        services.AddSingleton<FaultBarrier>().AddSingleton<ChangeRunner>().AddSingleton<ReadRunner>().AddSingleton<CaseAccess>();
        services.TryAddSingleton(Sources.None);
        services.AddSingleton<QuestionPlanner>().AddSingleton<Asking>();
        services.AddSingleton<PageTokens>().AddSingleton<SectionSealer>().AddSingleton<SectionOpener>().AddSingleton<RememberedPages>().AddSingleton<RedactedCases>().AddSingleton<ReferencePopulation>().AddSingleton<ForumSights>().AddSingleton<NumberedCases>().AddSingleton<FrozenCases>().AddSingleton<TextsBelowFull>().AddSingleton<PageDiscloser>().AddSingleton<Notifier>().AddSingleton<BlockedRelease>().AddSingleton<SubjectIndex>();
        services.AddSingleton<EvidenceKeeper>().AddSingleton<SourceAccess>().AddSingleton<WiderViews>().AddSingleton<LogReader>().AddSingleton<LogShapes>().AddSingleton<LogFinder>().AddSingleton<LogLook>().AddSingleton<LogSigning>();
        services.AddSingleton<RequestReader>().AddSingleton<Watchers>();
        return services
            .AddSingleton(s => new GetBasisdossier(
                s.Get<CaseAccess>(),
                s.Get<QuestionPlanner>(),
                s.Get<Asking>(),
                s.Get<SectionOpener>(),
                s.Get<RememberedPages>(),
                s.Get<PageDiscloser>(),
                s.Get<BlockedRelease>(),
                s.Get<Pseudonyms>(),
                s.Get<PageTokens>(),
                s.Get<EntryWriter>(),
                s.Get<FaultBarrier>(),
                s.Get<TimeProvider>()))
            .AddSingleton(s => new ListCases(
                s.Get<IDossierStore>(), s.Get<Pseudonyms>(), s.Get<PageTokens>(), s.Get<EntryWriter>(), s.Get<ReadRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new DescribeAccess(
                s.Get<CaseAccess>(), s.Get<Pseudonyms>(), s.Get<EntryWriter>(), s.Get<ReadRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new PreviewContribution(
                s.Get<CaseAccess>(), s.Get<SectionSealer>(), s.Get<EntryWriter>(), s.Get<ReadRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new ListOwnContributions(
                s.Get<IDossierStore>(), s.Get<CaseCipher>(), s.Get<PageTokens>(), s.Get<EntryWriter>(), s.Get<ReadRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new Contribute(
                s.Get<CaseAccess>(), s.Get<SectionSealer>(), s.Get<EvidenceKeeper>(), s.Get<EntryWriter>(), s.Get<ChangeRunner>()))
            .AddSingleton(s => new CorrectContribution(
                s.Get<SourceAccess>(), s.Get<SectionSealer>(), s.Get<EvidenceKeeper>(), s.Get<EntryWriter>(), s.Get<ChangeRunner>()))
            .AddSingleton(s => new WithdrawContribution(
                s.Get<SourceAccess>(), s.Get<EvidenceKeeper>(), s.Get<EntryWriter>(), s.Get<ChangeRunner>()))
            .AddSingleton(s => new BreakGlass(
                s.Get<CaseAccess>(),
                s.Get<EvidenceKeeper>(),
                s.Get<EntryWriter>(),
                s.Get<Notifier>(),
                s.Get<ChangeRunner>(),
                s.Get<TimeProvider>()))
            .AddSingleton(s => new ReportRecognition(
                s.Get<CaseAccess>(), s.Get<EntryWriter>(), s.Get<Notifier>(), s.Get<ChangeRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new ListNotifications(
                s.Get<IDossierStore>(), s.Get<Sealing>(), s.Get<PageTokens>(), s.Get<EntryWriter>(), s.Get<ReadRunner>()))
            .AddSingleton(s => new AttachDocument(
                s.Get<SourceAccess>(),
                s.Get<CaseCipher>(),
                s.Get<IDocumentStore>(),
                s.Get<IDossierStore>(),
                s.Get<EvidenceKeeper>(),
                s.Get<EntryWriter>(),
                s.Get<ChangeRunner>()))
            .AddSingleton(s => new GetDocument(
                s.Get<CaseAccess>(), s.Get<CaseCipher>(), s.Get<IDocumentStore>(), s.Get<EntryWriter>(), s.Get<ReadRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new OpenCase(
                s.Get<SubjectIndex>(),
                s.Get<SectionSealer>(),
                s.Get<EvidenceKeeper>(),
                s.Get<EntryWriter>(),
                s.Get<ChangeRunner>(),
                s.Get<TimeProvider>()))
            .AddSingleton(s => new ImportCase(s.Get<SubjectIndex>(), s.Get<SectionSealer>(), s.Get<EntryWriter>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new ChangeTeam(s.Get<EntryWriter>()))
            .AddSingleton(s => new PlanMeeting(s.Get<CaseAccess>(), s.Get<EntryWriter>(), s.Get<ChangeRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new CloseMeeting(
                s.Get<CaseAccess>(), s.Get<IDossierStore>(), s.Get<EntryWriter>(), s.Get<ChangeRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new SearchLog(s.Get<LogLook>(), s.Get<LogFinder>(), s.Get<PageTokens>(), s.Get<EntryWriter>()))
            .AddSingleton(s => new OpenEntryName(s.Get<LogLook>(), s.Get<LogReader>(), s.Get<EntryWriter>()))
            .AddSingleton(s => new ListDisclosures(s.Get<LogLook>(), s.Get<LogFinder>(), s.Get<PageTokens>()))
            .AddSingleton(s => new CountEntries(s.Get<LogLook>(), s.Get<LogShapes>(), s.Get<ILogIndex>(), s.Get<WiderViews>()))
            .AddSingleton(s => new GetLogEntry(s.Get<LogLook>(), s.Get<LogReader>()))
            .AddSingleton(s => new GetLogHead(s.Get<LogLook>(), s.Get<ILogStore>(), s.Get<LogSigning>()))
            .AddSingleton(s => new GetLogProof(s.Get<LogLook>(), s.Get<LogReader>(), s.Get<ILogStore>(), s.Get<LogSigning>()))
            .AddSingleton(s => new GetLogConsistency(s.Get<LogLook>(), s.Get<ILogStore>(), s.Get<LogSigning>()))
            .AddSingleton(s => new PruneLog(s.Get<ILogStore>(), s.Get<EntryWriter>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new RotateSigningKey(s.Get<SigningKeys>(), s.Get<EntryWriter>()))
            .AddSingleton(s => new AskSources(s.Get<CaseAccess>(), s.Get<EntryWriter>(), s.Get<ChangeRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new ListRequests(
                s.Get<RequestReader>(), s.Get<PageTokens>(), s.Get<EntryWriter>(), s.Get<ReadRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new WatchRequests(
                s.Get<RequestReader>(),
                s.Get<Watchers>(),
                s.Get<PageTokens>(),
                s.Get<EntryWriter>(),
                s.Get<ReadRunner>(),
                s.Get<FaultBarrier>(),
                s.Get<TimeProvider>()))
            .AddSingleton(s => new AnswerRequest(
                s.Get<IDossierStore>(),
                s.Get<RequestReader>(),
                s.Get<EvidenceKeeper>(),
                s.Get<EntryWriter>(),
                s.Get<ChangeRunner>(),
                s.Get<TimeProvider>()))
            .AddSingleton(s => new DestroyKey(
                s.Get<KeyVault>(),
                s.Get<BlindIndex>(),
                s.Get<EntryWriter>(),
                s.Get<LogShapes>(),
                s.Get<ILogIndex>(),
                s.Get<ILogStore>(),
                s.Get<IDossierStore>(),
                s.Get<Pseudonyms>(),
                s.Get<TimeProvider>()))
            .AddSingleton(s => new ReindexLog(s.Get<ILogStore>(), s.Get<EntryWriter>(), s.Get<Sealing>(), s.Get<BlindIndex>()))
            .AddSingleton(s => new BeginCovenant(
                s.Get<Partnerships>(), s.Get<CovenantsInForce>(), s.Get<ICovenantStore>(), s.Get<EntryWriter>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new ProposeCovenant(s.Get<ICovenantStore>(), s.Get<EntryWriter>(), s.Get<ChangeRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new SignCovenant(
                s.Get<ICovenantStore>(), s.GetService<ICovenantSignatures>(), s.Get<EntryWriter>(), s.Get<ChangeRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new ActivateCovenant(
                s.Get<ICovenantStore>(),
                s.Get<CovenantsInForce>(),
                s.GetService<ICovenantSignatures>(),
                s.Get<EntryWriter>(),
                s.Get<ChangeRunner>(),
                s.Get<TimeProvider>()))
            .AddSingleton(s => new EvaluateAccess(s.Get<EntryWriter>(), s.Get<ReadRunner>()))
            .AddSingleton(s => new ReadCovenants(s.Get<ICovenantStore>(), s.Get<EntryWriter>(), s.Get<ReadRunner>(), s.Get<TimeProvider>()))
            .AddSingleton(s => new RecordRefusedHandshakes(s.Get<EntryWriter>()));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
