using Exchange.Audit;
using Exchange.Commands;
using Exchange.Gateway.Contract;
using Exchange.Gateway.Endpoints;
using Exchange.Gateway.Errors;
using Exchange.Gateway.Identity;
using Exchange.Gateway.ProcessingLog;
using Exchange.Gateway.Rest;
using Exchange.Gateway.Signing;
using Exchange.Gateway.Telemetry;
using Exchange.Gateway.Tools;
using Exchange.V1;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Exchange.Gateway.Hosting;

/// <summary>Composes the gateway.</summary>
public static class GatewayHost
{
    /// <summary>The largest request that is read, in bytes.</summary>
    public const int MaxRequestBytes = 1024 * 1024;

    // How long a caller may be slower than it should: to send its headers, and before the rate of a body counts.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Builds a gateway that is ready to start: files read, covenants checked, stores open.</summary>
    /// <param name="configuration">The sections <c>Gateway</c>, <c>Identity</c>, <c>Sources</c>, <c>Telemetry</c> and <c>ProcessingLog</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logging">Where log lines go, or null for the console.</param>
    /// <exception cref="ConfigurationException">The configuration cannot be used.</exception>
    /// <exception cref="IdentityConfigurationException">A certificate, key or trust bundle cannot be used.</exception>
    public static WebApplication Build(IConfiguration configuration, TimeProvider time, Action<ILoggingBuilder>? logging = null)
    {
        var options = configuration.Read<GatewayOptions>(GatewayOptions.Section);
        var identity = configuration.Read<IdentityOptions>(IdentityOptions.Section);
        var sources = configuration.Read<SourceOptions>(SourceOptions.Section);
        configuration.RefuseOthersThan(GatewayOptions.Section, IdentityOptions.Section, SourceOptions.Section, TelemetryOptions.Section, ProcessingLogOptions.Section);
        var (listen, health) = options.Validate();

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.Services.AddRoutingCore();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Exchange", LogLevel.Information);
        (logging ?? (l => l.AddSimpleConsole(c => c.SingleLine = true)))(builder.Logging);

        builder.AddTelemetry(configuration.Read<TelemetryOptions>(TelemetryOptions.Section));

        builder.Services.AddSingleton(time);
        var tls = builder.Services.AddIdentity(identity, time);
        var partnerships = CovenantFiles.Load(options.Partnerships);
        builder.Services.AddSingleton(partnerships);
        var systems = PartnerSystems.Prepare(sources, partnerships, time);

        // By factories, so that the container disposes of them.
        builder.Services.AddSingleton(_ => systems).AddSingleton(s => s.GetRequiredService<PartnerSystems>().Sources);
        builder.Services.AddChosenStores(options);
        builder.Services.AddCommands();
        builder.Services.AddHostedService<CovenantActivation>();
        builder.Services.AddHostedService(s => new HandshakeReports(
            s.GetRequiredService<RefusedHandshakes>(),
            s.GetRequiredService<Partnerships>(),
            s.GetRequiredService<RecordRefusedHandshakes>(),
            identity.CountRefusalsOver,
            time,
            s.GetRequiredService<ILogger<HandshakeReports>>()));
        var processing = configuration.Read<ProcessingLogOptions>(ProcessingLogOptions.Section);
        if (processing.Validate(partnerships) is { } records)
        {
            builder.Services.AddHostedService(s => new ProcessingLogExport(
                records,
                processing,
                partnerships,
                s.GetRequiredService<ILogStore>(),
                s.GetRequiredService<ILogCursors>(),
                time,
                s.GetRequiredService<ILogger<ProcessingLogExport>>()));
        }

        builder.Services.AddSingleton<RestCalls>().AddSingleton<AuthZenEndpoint>();
        builder.Services.AddSingleton<CallReader>().AddSingleton<EncodedSections>().AddSingleton<Readiness>();
        builder.Services.AddGrpcTools(
            DossierService.Descriptor, MeetingService.Descriptor, SourceService.Descriptor, AuditService.Descriptor, CovenantService.Descriptor);
        // One of each: what they hold is of no call, and gRPC would make them anew for each.
        builder.Services.AddSingleton<CallTelemetry>().AddSingleton<FaultInterceptor>().AddSingleton<ConnectionInterceptor>();
        builder.Services.AddSingleton<DossierEndpoint>().AddSingleton<BasisdossierEndpoint>().AddSingleton<MeetingEndpoint>()
            .AddSingleton<AuditEndpoint>().AddSingleton<SourceEndpoint>().AddSingleton<CovenantEndpoint>();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxRequestBytes;
            grpc.CompressionProviders = [new BoundedGzip(MaxRequestBytes)];
            grpc.ResponseCompressionAlgorithm = options.CompressResponses ? "gzip" : null;
            grpc.EnableDetailedErrors = false;
            grpc.IgnoreUnknownServices = false;
            grpc.Interceptors.Add<CallTelemetry>();
            grpc.Interceptors.Add<FaultInterceptor>();
            grpc.Interceptors.Add<ConnectionInterceptor>();
        });

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Limit(kestrel.Limits, options.Limits);
            kestrel.Listen(listen, tls.Configure);
            kestrel.Listen(health, l => l.Protocols = HttpProtocols.Http1);
        });

        var app = builder.Build();
        app.UsePlainHealth();
        app.UseRouting();
        app.UseCallDeadlines(options.Limits);
        app.UseLargestRequests();
        app.UseMiddleware<SignedRequestReader>();
        app.MapGrpcService<DossierEndpoint>();
        app.MapGrpcService<BasisdossierEndpoint>().WithOrder(-1); // before the stub of the same name
        app.MapGrpcService<MeetingEndpoint>();
        app.MapGrpcService<AuditEndpoint>();
        app.MapGrpcService<SourceEndpoint>();
        app.MapGrpcService<CovenantEndpoint>();
        app.MapAuthZen(options.Limits);
        app.MapGrpcTools();
        return app;
    }

    private static void Limit(KestrelServerLimits kestrel, LimitOptions limits)
    {
        kestrel.MaxConcurrentConnections = limits.MaxConnections;
        kestrel.MaxRequestBodySize = MaxRequestBytes + 1024;
        kestrel.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        kestrel.MinRequestBodyDataRate = new MinDataRate(limits.MinBytesPerSecond, Grace);
        kestrel.MinResponseDataRate = new MinDataRate(limits.MinBytesPerSecond, Grace);
        kestrel.RequestHeadersTimeout = Grace;
        kestrel.KeepAliveTimeout = limits.CloseIdleAfter;
        kestrel.Http2.MaxStreamsPerConnection = limits.MaxStreamsPerConnection;
        kestrel.Http2.MaxRequestHeaderFieldSize = limits.MaxHeaderBytes;
        kestrel.Http2.KeepAlivePingDelay = limits.PingAfter;
        kestrel.Http2.KeepAlivePingTimeout = limits.PingWithin;
    }

    /// <summary>The addresses on which a started gateway really listens.</summary>
    public static (Uri Grpc, Uri Health) Addresses(WebApplication app)
    {
        var urls = app.Urls.Select(u => new Uri(u)).ToList();
        return (urls.First(u => u.Scheme == Uri.UriSchemeHttps), urls.First(u => u.Scheme == Uri.UriSchemeHttp));
    }
}
