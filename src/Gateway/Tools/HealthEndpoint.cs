using Exchange.Gateway.Endpoints;
using Exchange.Gateway.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Hosting;

namespace Exchange.Gateway.Tools;

/// <summary>
/// <c>grpc.health.v1.Health</c>: whether the gateway, or one of its services, can do its work now. Every service depends on the
/// same log and records, so all have the same status. It is about nobody, so a client certificate is enough and the log has no
/// entry.
/// </summary>
/// <remarks>Source: the gRPC Health Checking Protocol.</remarks>
[BindServiceMethod(typeof(HealthEndpoint), nameof(Bind))]
internal sealed class HealthEndpoint(ServedServices served, Readiness readiness, TimeProvider time, IHostApplicationLifetime lifetime)
    : Health.HealthBase
{
    public static void Bind(ServiceBinderBase binder, Health.HealthBase? service) => Health.BindService(new ReadableRequests(binder), service);

    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        IsKnown(request.Service)
            ? Task.FromResult(new HealthCheckResponse { Status = Status() })
            : throw new RpcException(new Status(StatusCode.NotFound, "There is no such service."));

    public override Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var status = Status();
        var response = new HealthListResponse();
        foreach (var name in served.All.Select(s => s.FullName).Prepend(""))
            response.Statuses[name] = new HealthCheckResponse { Status = status };
        return Task.FromResult(response);
    }

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responses, ServerCallContext context)
    {
        // A watcher never ends of itself: the gateway ends it when it stops.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        HealthCheckResponse.Types.ServingStatus? told = null;
        try
        {
            while (true)
            {
                var status = IsKnown(request.Service) ? Status() : HealthCheckResponse.Types.ServingStatus.ServiceUnknown;
                if (status != told)
                    await responses.WriteAsync(new HealthCheckResponse { Status = status }, either.Token);
                told = status;
                await Task.Delay(WatchEvery, time, either.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The gateway stops."));
        }
    }

    private bool IsKnown(string service) => service.Length == 0 || served.Serves(service);

    private HealthCheckResponse.Types.ServingStatus Status() => readiness.IsReady()
        ? HealthCheckResponse.Types.ServingStatus.Serving
        : HealthCheckResponse.Types.ServingStatus.NotServing;
}
