using Exchange.Audit;
using Exchange.Commands;

namespace Exchange.Gateway.Rest;

/// <summary>
/// What every REST endpoint runs behind: a deadline, the request's identifier in the answer, and the last barrier, so that whatever breaks
/// leaves as a reason without detail.
/// </summary>
internal sealed partial class RestBarrier(RequestDelegate next, TimeSpan within, TimeProvider time, ILogger logger)
{
    private const string RequestId = "x-request-id";
    private const int LongestRequestId = 128;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers[RequestId] is [{ Length: > 0 and <= LongestRequestId } id] && id.All(c => c is > ' ' and <= '~'))
            context.Response.Headers[RequestId] = id;
        var aborted = context.RequestAborted;
        using var late = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborted);
        context.RequestAborted = either.Token;
        Refusal refusal;
        int? status = null;
        try
        {
            await next(context);
            return;
        }
        catch (BadHttpRequestException e)
        {
            (refusal, status) = (new Refusal(RefusalReason.RequestUnreadable, "The request is too large, or ended early."), e.StatusCode);
        }
        catch (OperationCanceledException)
        {
            refusal = new Refusal(RefusalReason.DeadlineExceeded, "The deadline passed before an answer was ready.");
        }
        catch (Exception e) when (e is StoreUnavailableException or IOException)
        {
            refusal = new Refusal(RefusalReason.StoreUnavailable, "The records cannot be read. Try again later.");
        }
        catch (Exception e)
        {
            // The type and place only: a message may quote what it choked on.
            LogFault(context.GetEndpoint()?.DisplayName ?? "", e.GetType().FullName ?? "", e.TargetSite?.Name ?? "");
            refusal = new Refusal(RefusalReason.InternalFault, "Something broke here. Nothing was released.");
        }
        finally
        {
            context.RequestAborted = aborted;
        }

        if (!context.Response.HasStarted && !aborted.IsCancellationRequested)
            await Problems.WriteAsync(context, refusal, status);
    }

    [LoggerMessage(EventId = 13, EventName = "RestFault", Level = LogLevel.Error, Message = "{Endpoint}: {Fault} in {Place}")]
    private partial void LogFault(string endpoint, string fault, string place);
}
