namespace Grpc.Core;

/// <summary>How a channel secures its connections.</summary>
public abstract class ChannelCredentials
{
    private static readonly ChannelCredentials InsecureInstance = new InsecureCredentials();
    private static readonly ChannelCredentials SecureSslInstance = new SslCredentials();

    /// <summary>No TLS.</summary>
    public static ChannelCredentials Insecure => InsecureInstance;

    /// <summary>TLS with the defaults of the system.</summary>
    public static ChannelCredentials SecureSsl => SecureSslInstance;

    internal virtual bool IsComposable => false;

    /// <summary>A secured channel whose calls all carry call credentials.</summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
        new CompositeChannelCredentials(channelCredentials, callCredentials);

    /// <summary>Tells the transport what these credentials are; only a transport calls it.</summary>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state);
}
