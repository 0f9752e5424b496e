using System.Threading.Channels;
using Exchange.Commands.Tests.Harness;

namespace Exchange.Commands.Tests.Requests;

/// <summary>Somebody who watches.</summary>
internal sealed class Watching : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Released<Answer<RequestsPage>>> _messages = Channel.CreateUnbounded<Released<Answer<RequestsPage>>>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cancelled = new();
    private readonly Task<Refusal?> _ended;

    public Watching(Person person, string resumeToken = "") => _ended = Task.Run(async () => await person.Installation.Get<WatchRequests>().HandleAsync(
        await person.AdmittedAsync(),
        resumeToken,
        async () => AdmissionEnds is { } refusal ? refusal : await person.AdmittedAsync(),
        page => new Encoded<Answer<RequestsPage>>(new(page), System.Text.Encoding.UTF8.GetBytes(page.NextToken)),
        async message => await _messages.Writer.WriteAsync(message),
        _stopping.Token,
        _cancelled.Token));

    /// <summary>Why the next admission refuses.</summary>
    public Refusal? AdmissionEnds { get; set; }

    /// <summary>Why it ended.</summary>
    public Task<Refusal?> Ended => _ended.WaitAsync(Patience);

    public async Task<Released<Answer<RequestsPage>>> NextAsync() => await _messages.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    /// <summary>What came that nobody has read.</summary>
    public int Waiting => _messages.Reader.Count;

    public void StopGateway() => _stopping.Cancel();

    public void Cancel() => _cancelled.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _cancelled.CancelAsync();
        await ((Task)_ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _cancelled.Dispose();
    }
}
