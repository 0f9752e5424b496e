using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Microsoft.Extensions.Logging;

namespace Exchange.Commands;

/// <summary>
/// What happens when something breaks inside a command: nothing is released, the caller gets a clear reason, and the log gets
/// the entry if it can still be written.
/// </summary>
internal sealed partial class FaultBarrier(EntryWriter entries, ILogger<FaultBarrier> logger)
{
    /// <summary>Runs a command's work. The work drafts its entries with <paramref name="draft"/>.</summary>
    public async Task<Outcome<T>> RunAsync<T>(Admitted caller, Func<Entry> draft, Func<Task<Outcome<T>>> work)
        where T : class
    {
        Refusal refusal;
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is StoreUnavailableException or IOException)
        {
            refusal = Refusals.StoreUnavailable;
            LogStoreUnavailable(caller.Method, caller.TraceId, e.GetType().Name);
        }
        catch (OperationCanceledException)
        {
            refusal = new Refusal(RefusalReason.DeadlineExceeded, "The deadline passed or the caller went away before an answer was ready.");
        }
        catch (Exception e)
        {
            // The type and place only: a message may quote what it choked on, and that may be about a person.
            LogFault(caller.Method, caller.TraceId, e.GetType().FullName ?? "", e.TargetSite?.Name ?? "");
            refusal = new Refusal(RefusalReason.InternalFault, "Something broke here. Nothing was released; the trace id finds it.");
        }

        try
        {
            return await entries.RefuseAsync(caller.Partnership, draft(), refusal).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The keys that seal who called cannot be used: what cannot be logged is answered as every call that cannot be.
            LogFault(caller.Method, caller.TraceId, e.GetType().FullName ?? "", e.TargetSite?.Name ?? "");
            return Refusals.LogUnavailable;
        }
    }

    [LoggerMessage(EventId = 1, EventName = "StoreUnavailable", Level = LogLevel.Error, Message = "{Method}: the store is unavailable ({Fault}), trace {TraceId}")]
    private partial void LogStoreUnavailable(string method, string traceId, string fault);

    [LoggerMessage(EventId = 2, EventName = "CommandFault", Level = LogLevel.Error, Message = "{Method}: {Fault} in {Place}, trace {TraceId}")]
    private partial void LogFault(string method, string traceId, string fault, string place);
}
