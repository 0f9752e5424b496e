using System.Collections.Concurrent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Harness;

/// <summary>A partner's system that answers as the test says, and remembers what it was asked.</summary>
internal sealed class FakeSource(string partner, params string[] categories) : IPartnerAdapter
{
    public string Partner { get; } = partner;

    public ConcurrentQueue<SourceQuestion> Questions { get; } = new();

    /// <summary>What it does with a question; knows nothing when not set.</summary>
    public Func<SourceQuestion, CancellationToken, Task<SourceAnswer>> Answer { get; set; } =
        (_, _) => Task.FromResult<SourceAnswer>(new SourceAnswer.Given([], Installation.Start));

    public Source AsSource(TimeSpan? answerWithin = null) => new(Partner, this, categories.ToHashSet(), answerWithin ?? TimeSpan.FromSeconds(20), TimeSpan.FromDays(1));

    public Task<SourceAnswer> AskAsync(SourceQuestion question, CancellationToken cancellation)
    {
        Questions.Enqueue(question);
        return Answer(question, cancellation);
    }

    /// <summary>Answers with these sections about whom it is asked.</summary>
    public void Knows(params (string Category, SectionContent Content)[] sections) => Answer = (question, _) => Task.FromResult<SourceAnswer>(
        new SourceAnswer.Given([.. sections.Select(s => Section(question.Bsn, s.Category, s.Content))], Installation.Start));

    public void Says(SourceAnswer answer) => Answer = (_, _) => Task.FromResult(answer);

    public static SourceSection Section(string bsn, string category, SectionContent content) =>
        new(bsn, category, content, new PartialDate(2026, 1), Offers.KeepUntil);
}
