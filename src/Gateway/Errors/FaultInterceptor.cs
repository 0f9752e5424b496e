using Exchange.Audit;
using Exchange.Commands;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Exchange.Gateway.Errors;

/// <summary>
/// The last barrier: whatever breaks outside a command leaves as a reason without detail, never as an exception's words.
/// </summary>
internal sealed partial class FaultInterceptor(ILogger<FaultInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            LogFault(context.Method, e.GetType().FullName ?? "", e.TargetSite?.Name ?? "");
            throw RichError.ToRpcException(e is StoreUnavailableException or IOException
                ? new Refusal(RefusalReason.StoreUnavailable, "The records cannot be read. Try again later.")
                : new Refusal(RefusalReason.InternalFault, "Something broke here. Nothing was released."));
        }
    }

    [LoggerMessage(EventId = 10, EventName = "CallFault", Level = LogLevel.Error, Message = "{Method}: {Fault} in {Place}")]
    private partial void LogFault(string method, string fault, string place);
}
