using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Operators;

/// <summary>A certificate for studio.example that signs itself, in files of a folder.</summary>
internal sealed class TestCertificate : IDisposable
{
    /// <summary>The host that it is for.</summary>
    public const string Host = "studio.example";

    private readonly X509Certificate2 _certificate;

    private TestCertificate(ScratchFolder folder, string name, X509Certificate2 certificate, string key)
    {
        _certificate = certificate;
        File = folder.File($"{name}.pem");
        KeyFile = folder.File($"{name}.key");
        ArchiveFile = folder.File($"{name}.pfx");
        System.IO.File.WriteAllText(KeyFile, key);
        System.IO.File.WriteAllBytes(ArchiveFile, certificate.Export(X509ContentType.Pkcs12, Password));
        System.IO.File.WriteAllText(File, certificate.ExportCertificatePem());
    }

    public static string Password => "open";

    public string File { get; }

    public string KeyFile { get; }

    public string ArchiveFile { get; }

    public string Thumbprint => _certificate.Thumbprint;

    /// <summary>Makes a certificate that is valid for some days from now, or was.</summary>
    public static TestCertificate Create(ScratchFolder folder, string name = "studio", int from = -10, int to = 10)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new TestCertificate(
            folder, name, request.CreateSelfSigned(now.AddDays(from), now.AddDays(to)), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>What a client checks that trusts this certificate and no other.</summary>
    public SslClientAuthenticationOptions Trusting() => new()
    {
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _certificate },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    public void Dispose() => _certificate.Dispose();
}
