using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Exchange.Gateway.Tools;

/// <summary>Reflection and health, so that ordinary gRPC tools and load balancers work.</summary>
internal static class ToolsRegistration
{
    /// <summary>Adds both, for these services of the contract.</summary>
    public static IServiceCollection AddGrpcTools(this IServiceCollection services, params ServiceDescriptor[] contract) => services
        .AddSingleton(new ServedServices(
        [
            .. contract,
            Grpc.Health.V1.Health.Descriptor,
            Grpc.Reflection.V1.ServerReflection.Descriptor,
            Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
        ]))
        .AddSingleton<ReflectionEndpoint>();

    /// <summary>Maps both.</summary>
    public static void MapGrpcTools(this IEndpointRouteBuilder app)
    {
        app.MapGrpcService<HealthEndpoint>();
        app.MapGrpcService<ReflectionEndpoint>();
        app.MapGrpcService<ReflectionAlphaEndpoint>();
    }
}
