namespace Grpc.Core;

/// <summary>Credentials that go with each call, as headers.</summary>
public abstract class CallCredentials
{
    /// <summary>Several as one; each adds its headers, in this order.</summary>
    public static CallCredentials Compose(params CallCredentials[] credentials) => new CompositeCallCredentials(credentials);

    /// <summary>From a function that adds headers.</summary>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) => new InterceptorCallCredentials(interceptor);

    /// <summary>Tells the transport what these credentials are; only a transport calls it.</summary>
    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state);
}
