using System.Threading.RateLimiting;
using Exchange.Dossiers;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Exchange.PartnerAdapters;

/// <summary>
/// How one partner's system is asked, whatever its protocol: so many questions at a time; again, after a while that jitters, only
/// where the attempt says that it may; not at all for a while once it keeps failing; and never longer than there is time.
/// </summary>
/// <remarks>From the outside in: deadline, concurrency, retry, circuit breaker, time-out of one attempt.</remarks>
internal sealed class PartnerPatience : IDisposable
{
    private static readonly ResiliencePropertyKey<CancellationToken> Caller = new("caller");

    private readonly TimeProvider _time;
    private readonly ConcurrencyLimiter _limiter;
    private readonly ResiliencePipeline<Attempt> _pipeline;

    public PartnerPatience(PatienceOptions options, TimeProvider time)
    {
        _time = time;
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = options.Concurrency,
            QueueLimit = options.Concurrency,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        var builder = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<Attempt>
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome is { Exception: null, Result.MayAskAgain: true }),
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            });
        }

        _pipeline = builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Attempt>
            {
                ShouldHandle = args => ValueTask.FromResult(IsFailure(args.Outcome, args.Context)),
                MinimumThroughput = options.Throughput,
                FailureRatio = options.FailureShare,
                SamplingDuration = options.Window,
                BreakDuration = options.Pause,
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Attempt })
            .Build();
    }

    /// <summary>Asks, once or more.</summary>
    /// <param name="answerWithin">How long it may take in all.</param>
    /// <param name="attempt">Asks once; ends when cancelled.</param>
    /// <param name="cancellation">Nobody waits any more; then this throws <see cref="OperationCanceledException"/>.</param>
    public async Task<SourceAnswer> AskAsync(
        TimeSpan answerWithin, Func<CancellationToken, Task<Attempt>> attempt, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(answerWithin, _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var context = ResilienceContextPool.Shared.Get(ended.Token);
        context.Properties.Set(Caller, cancellation);
        try
        {
            using var turn = await _limiter.AcquireAsync(1, ended.Token).ConfigureAwait(false);
            if (!turn.IsAcquired)
                return new SourceAnswer.Unavailable(SourceFault.Busy);
            var outcome = await _pipeline.ExecuteAsync(
                static async (c, ask) => await ask(c.CancellationToken).ConfigureAwait(false), context, attempt).ConfigureAwait(false);
            return outcome.Answer;
        }
        catch (BrokenCircuitException)
        {
            return new SourceAnswer.Unavailable(SourceFault.CircuitOpen);
        }
        catch (TimeoutRejectedException)
        {
            return new SourceAnswer.Unavailable(SourceFault.Late);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SourceAnswer.Unavailable(SourceFault.Late);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _limiter.Dispose();

    // What says that the system does not work. That it refuses, or says something wrong about one person, does not.
    private static bool IsFailure(Outcome<Attempt> outcome, ResilienceContext context) => outcome.Exception switch
    {
        null => outcome.Result.Answer is SourceAnswer.Unavailable or SourceAnswer.Malformed { Fault: SourceFault.NotTheProtocol },
        TimeoutRejectedException => true,
        OperationCanceledException => !context.Properties.GetValue(Caller, CancellationToken.None).IsCancellationRequested,
        _ => false,
    };
}
