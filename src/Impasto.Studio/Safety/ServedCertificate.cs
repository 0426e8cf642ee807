using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Safety;

/// <summary>
/// The certificate with which the studio serves https. A file that changes is read again, so that a renewed certificate
/// needs no new start.
/// </summary>
internal sealed partial class ServedCertificate
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly StudioCertificate _files;
    private readonly TimeProvider _clock;
    private SslStreamCertificateContext _context;
    private (DateTime File, DateTime Key) _written;
    private long _looked;

    private ServedCertificate(StudioCertificate files, TimeProvider clock)
    {
        (_files, _clock) = (files, clock);
        (_written, _looked) = (Written(), clock.GetTimestamp());
        _context = CertificateFiles.Read(files, clock.GetUtcNow());
    }

    /// <summary>Reads the files of the settings; null if they name none.</summary>
    /// <exception cref="ImpastoException">The certificate can't be used.</exception>
    public static ServedCertificate? Open(StudioSettings settings) =>
        settings.Certificate is { } files ? new ServedCertificate(files, settings.Clock) : null;

    /// <summary>Serves https on an address.</summary>
    public void Use(ListenOptions listen)
    {
        ILogger logger = listen.ApplicationServices.GetRequiredService<ILogger<ServedCertificate>>();
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(
                new SslServerAuthenticationOptions { ServerCertificateContext = Now(logger) }),
        });
    }

    private SslStreamCertificateContext Now(ILogger logger)
    {
        lock (_gate)
        {
            if (_clock.GetElapsedTime(_looked) < LookEvery)
                return _context;
            _looked = _clock.GetTimestamp();
            if (Written() is var written && written == _written)
                return _context;
            try
            {
                // Handshakes that have begun use the old one, which therefore nobody disposes of.
                _context = CertificateFiles.Read(_files, _clock.GetUtcNow());
                _written = written;
                LogChange(logger, _files.File, _context.TargetCertificate.NotAfter.ToUniversalTime());
            }
            catch (ImpastoException failure)
            {
                // Of two files one may be there before the other: the next look tries again.
                LogTrouble(logger, failure.Message);
            }

            return _context;
        }
    }

    private (DateTime File, DateTime Key) Written() => (
        File.GetLastWriteTimeUtc(_files.File),
        _files.KeyFile is { } key ? File.GetLastWriteTimeUtc(key) : default);

    [LoggerMessage(LogLevel.Information, "The certificate {File} was read again; it is valid until {End:yyyy-MM-dd}")]
    private static partial void LogChange(ILogger logger, string file, DateTime end);

    [LoggerMessage(LogLevel.Warning, "The certificate before stays in use: {Reason}")]
    private static partial void LogTrouble(ILogger logger, string reason);
}
