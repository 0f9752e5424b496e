using System.Diagnostics;
using System.Diagnostics.Metrics;
using Exchange.Gateway.Errors;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Exchange.Gateway.Telemetry;

/// <summary>
/// One span and one measurement for every call: which RPC, how it ended and how long it took. Nothing of what was asked or
/// answered, nor who asked.
/// </summary>
/// <remarks>Source: the OpenTelemetry semantic conventions for RPC.</remarks>
internal sealed class CallTelemetry : Interceptor
{
    /// <summary>The name of the gateway's activity source and meter.</summary>
    public const string Name = "Exchange.Gateway";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "rpc.server.duration", "s", "How long calls took, by RPC and outcome.");

    private static readonly UpDownCounter<long> Running = Meter.CreateUpDownCounter<long>(
        "exchange.calls.running", "{call}", "Calls that run now, by RPC.");

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using var call = new Measured(context);
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (call.Notes(e))
        {
            throw;
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var call = new Measured(context);
        try
        {
            return await continuation(requests, context);
        }
        catch (Exception e) when (call.Notes(e))
        {
            throw;
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var call = new Measured(context);
        try
        {
            await continuation(request, responses, context);
        }
        catch (Exception e) when (call.Notes(e))
        {
            throw;
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var call = new Measured(context);
        try
        {
            await continuation(requests, responses, context);
        }
        catch (Exception e) when (call.Notes(e))
        {
            throw;
        }
    }

    private sealed class Measured : IDisposable
    {
        private readonly string _method;
        private readonly Activity? _span;
        private readonly long _began = Stopwatch.GetTimestamp();
        private StatusCode _code = StatusCode.OK;
        private string _reason = "";

        public Measured(ServerCallContext context)
        {
            // A method that is not served gets no handler, so this is never a caller's own word.
            _method = context.Method.TrimStart('/');
            _span = Source.StartActivity(_method, ActivityKind.Server);
            Running.Add(1, new KeyValuePair<string, object?>("rpc.method", _method));
        }

        /// <summary>Notes how a call ended; never catches what ended it.</summary>
        public bool Notes(Exception e)
        {
            (_code, _reason) = e is RpcException rpc ? (rpc.StatusCode, RichError.ReasonOf(rpc)) : (StatusCode.Unknown, "");
            return false;
        }

        public void Dispose()
        {
            Running.Add(-1, new KeyValuePair<string, object?>("rpc.method", _method));
            if (_span is null && !Duration.Enabled)
                return;
            var tags = new TagList { { "rpc.system", "grpc" }, { "rpc.method", _method }, { "rpc.grpc.status_code", (int)_code } };
            if (_reason.Length > 0)
                tags.Add("exchange.reason", _reason);
            Duration.Record(Stopwatch.GetElapsedTime(_began).TotalSeconds, tags);
            if (_span is null)
                return;
            foreach (var tag in tags)
                _span.SetTag(tag.Key, tag.Value);
            if (_code is StatusCode.Internal or StatusCode.Unknown or StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.DataLoss)
                _span.SetStatus(ActivityStatusCode.Error);
            _span.Dispose();
        }
    }
}
