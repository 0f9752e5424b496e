using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Microsoft.Extensions.Logging;

namespace Exchange.Commands;

/// <summary>What came of asking several sources.</summary>
/// <param name="All">Of each source that was asked, or that would have been.</param>
/// <param name="HasMoved">Whether the records moved before a question left: it did not, and must be decided about again.</param>
/// <param name="HasLog">Whether everything that had to be on the log is.</param>
internal sealed record Replies(IReadOnlyList<Reply> All, bool HasMoved, bool HasLog);

/// <summary>
/// Asks sources, all at the same time. For each: (1) that it is asked is durably on the log, under the epochs of the decision;
/// (2) the question leaves; (3) what came is checked; (4) what came of it is on the log.
/// </summary>
internal sealed partial class Asking(EntryWriter entries, TimeProvider time, ILogger<Asking> logger)
{
    // What is left of the caller's time to disclose, append and release when the last answer is in.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    // Less than this, and asking would tell without a chance of an answer.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    // An adapter ends by itself; one that does not is not waited for.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    /// <summary>Asks.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="about">The entry of the call, as far as it was decided.</param>
    /// <param name="guards">The epochs under which the questions were planned.</param>
    /// <param name="plan">The questions.</param>
    /// <param name="answerBy">When the caller must have its answer, or null.</param>
    /// <param name="cancellation">The caller went away.</param>
    public async Task<Replies> AskAsync(
        Admitted caller,
        Entry about,
        IReadOnlyList<EpochGuard> guards,
        IReadOnlyList<PlannedQuestion> plan,
        DateTimeOffset? answerBy,
        CancellationToken cancellation)
    {
        var asked = await Task.WhenAll(plan.Select(question => AskOneAsync(caller, about, guards, question, answerBy, cancellation))).ConfigureAwait(false);
        return new Replies(
            [.. asked.Select(a => a.Reply).OfType<Reply>()],
            asked.Any(a => a.Logged is AppendOutcome.EpochMoved),
            asked.All(a => a.Logged is null or AppendOutcome.Appended or AppendOutcome.EpochMoved));
    }

    private async Task<(Reply? Reply, AppendOutcome? Logged)> AskOneAsync(
        Admitted caller, Entry about, IReadOnlyList<EpochGuard> guards, PlannedQuestion planned, DateTimeOffset? answerBy, CancellationToken cancellation)
    {
        if (planned.Subject is not { } subject)
            return (Reply.Unavailable(planned.Source, "", SourceFault.NoIdentifier), null);
        if (TimeFor(planned.Source, answerBy) < Shortest || cancellation.IsCancellationRequested)
            return (Reply.Unavailable(planned.Source, "", SourceFault.Late), null);

        // 1. The intent. No log, no question.
        var id = RandomId.Create();
        var logged = await entries.AppendAsync(caller.Partnership, Intent(about, planned, subject, id), guards, []).ConfigureAwait(false);
        if (logged is not AppendOutcome.Appended)
            return (null, logged);

        // 2 and 3. The question, and what came.
        var answer = await AskAsync(planned, new SourceQuestion(id, subject.Bsn, planned.Asked, TimeFor(planned.Source, answerBy)), cancellation)
            .ConfigureAwait(false);
        var reply = Reply.Of(planned.Source, id, answer, time.GetUtcNow());

        // 4. What came of it.
        var outcome = entries.Another(about);
        outcome.Outcome = Outcome.Done;
        outcome.QuestionAnswered = reply.ToAnswered();
        return (reply, await entries.AppendAsync(caller.Partnership, outcome, [], []).ConfigureAwait(false));
    }

    private TimeSpan TimeFor(Source source, DateTimeOffset? answerBy)
    {
        if (answerBy is not { } by)
            return source.AnswerWithin;
        var left = by - time.GetUtcNow() - Margin;
        return left < source.AnswerWithin ? left : source.AnswerWithin;
    }

    private Entry Intent(Entry about, PlannedQuestion planned, ToldSubject subject, string id)
    {
        var intent = entries.Another(about);
        intent.Outcome = Outcome.Released;
        intent.QuestionSent = new QuestionSent { Source = planned.Source.Partner, QuestionId = id, Article = subject.Article };
        foreach (var (asked, decision) in planned.Asked.Zip(planned.Decisions))
        {
            intent.QuestionSent.Asked.Add(new Audit.V1.AskedCategory { Category = asked.Rule.Id, Fields = { asked.Fields } });
            intent.Decisions.Add(new CategoryDecision
            {
                Category = asked.Rule.Id,
                Source = planned.Source.Partner,
                Secrecy = Words.Of(Secrecy.NotLifted),
                Handling = Words.Of(Handling.Open),
                Level = Words.Of(decision.Level),
                Article = decision.Article ?? "",
                Reason = Words.Of(decision.Reason),
            });
        }

        return intent;
    }

    private async Task<SourceAnswer> AskAsync(PlannedQuestion planned, SourceQuestion question, CancellationToken cancellation)
    {
        if (question.AnswerWithin < Shortest)
            return new SourceAnswer.Unavailable(SourceFault.Late);
        try
        {
            var answer = await planned.Source.Adapter.AskAsync(question, cancellation)
                .WaitAsync(question.AnswerWithin + Grace, time, cancellation).ConfigureAwait(false);
            return AnswerRules.Check(question, answer, time.GetUtcNow());
        }
        catch (TimeoutException)
        {
            return new SourceAnswer.Unavailable(SourceFault.Late);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new SourceAnswer.Unavailable(SourceFault.CallerGone);
        }
        catch (Exception e)
        {
            // The type only: a message may quote what it choked on, and that is about a person.
            LogAdapterFault(planned.Source.Partner, e.GetType().FullName ?? "");
            return new SourceAnswer.Unavailable(SourceFault.AdapterFault);
        }
    }

    [LoggerMessage(EventId = 3, EventName = "AdapterFault", Level = LogLevel.Error, Message = "The adapter of {Source} broke: {Fault}")]
    private partial void LogAdapterFault(string source, string fault);
}
