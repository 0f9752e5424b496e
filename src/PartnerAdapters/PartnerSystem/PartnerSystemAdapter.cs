using System.Net.Security;
using Exchange.Dossiers;
using Grpc.Core;
using Grpc.Net.Client;
using GetSectionsRequest = Exchange.Partners.V1.GetSectionsRequest;
using PartnerSystemClient = Exchange.Partners.V1.PartnerSystem.PartnerSystemClient;

namespace Exchange.PartnerAdapters;

/// <summary>Asks a partner's system that implements <c>exchange.partner.v1.PartnerSystem</c>, over mutual TLS.</summary>
public sealed class PartnerSystemAdapter : IPartnerAdapter, IDisposable
{
    // So that a certificate is judged anew now and then, and a partner can move to other machines.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    private readonly GrpcChannel _channel;
    private readonly PartnerSystemClient _client;
    private readonly PartnerPatience _patience;

    /// <summary>Prepares to ask; connects when first asked.</summary>
    /// <param name="address">Where the partner's system listens: <c>https</c>, host and port.</param>
    /// <param name="tls">Our certificate, and whom to take for the partner.</param>
    /// <param name="options">How much patience there is with it.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The address is not one for TLS.</exception>
    public PartnerSystemAdapter(Uri address, SslClientAuthenticationOptions tls, PatienceOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);
        if (address.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException("A partner's system is asked over TLS only.", nameof(address));
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                SslOptions = tls,
                ConnectTimeout = options.Attempt,
                PooledConnectionLifetime = ConnectionLifetime,
                KeepAlivePingDelay = TimeSpan.FromSeconds(30),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,

                // The trace of a call is no business of the partner's: it would tie questions to each other.
                ActivityHeadersPropagator = null,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = AnswerRules.MaxBytes,

            // What is small when packed may be large unpacked, and the limit counts what came over the wire.
            CompressionProviders = [],
            ThrowOperationCanceledOnCancellation = true,
        });
        _client = new PartnerSystemClient(_channel);
        _patience = new PartnerPatience(options, time);
    }

    /// <inheritdoc/>
    public Task<SourceAnswer> AskAsync(SourceQuestion question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        var request = PartnerMessages.Question(question);
        return _patience.AskAsync(question.AnswerWithin, ct => AskOnceAsync(question, request, ct), cancellation);
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose()
    {
        _channel.Dispose();
        _patience.Dispose();
    }

    private async Task<Attempt> AskOnceAsync(SourceQuestion question, GetSectionsRequest request, CancellationToken cancellation)
    {
        using var call = _client.GetSectionsAsync(request, new CallOptions(cancellationToken: cancellation));
        var began = false;
        try
        {
            await call.ResponseHeadersAsync.ConfigureAwait(false);
            began = true;
            return new Attempt(PartnerMessages.Answer(question, await call.ResponseAsync.ConfigureAwait(false)));
        }
        catch (RpcException error)
        {
            return PartnerErrors.Read(error, began);
        }
    }
}
