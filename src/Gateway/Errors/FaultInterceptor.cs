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
            throw Translate(e, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requests, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responses, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requests, responses, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    private RpcException Translate(Exception fault, ServerCallContext context)
    {
        // A caller that went away is no fault: nobody hears the answer.
        if (context.CancellationToken.IsCancellationRequested)
            return new RpcException(new Status(StatusCode.Cancelled, "The call ended."));
        LogFault(context.Method, fault.GetType().FullName ?? "", fault.TargetSite?.Name ?? "");
        return RichError.ToRpcException(fault is StoreUnavailableException or IOException
            ? new Refusal(RefusalReason.StoreUnavailable, "The records cannot be read. Try again later.")
            : new Refusal(RefusalReason.InternalFault, "Something broke here. Nothing was released."));
    }

    [LoggerMessage(EventId = 10, EventName = "CallFault", Level = LogLevel.Error, Message = "{Method}: {Fault} in {Place}")]
    private partial void LogFault(string method, string fault, string place);
}
