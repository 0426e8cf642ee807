using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Operators;

/// <summary>A certificate for studio.example, which signs itself or has a chain, in files of a folder.</summary>
internal sealed class TestCertificate : IDisposable
{
    /// <summary>The host that it is for.</summary>
    public const string Host = "studio.example";

    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2 _root;

    private TestCertificate(
        ScratchFolder folder, string name, X509Certificate2 certificate, string key, X509Certificate2? root = null)
    {
        _certificate = certificate;
        _root = root ?? certificate;
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
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new TestCertificate(
            folder, name, Request(key).CreateSelfSigned(now.AddDays(from), now.AddDays(to)),
            key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>
    /// Makes a certificate that another one signed, which the root signed. Both are in the file, the root is not.
    /// </summary>
    public static TestCertificate CreateChain(ScratchFolder folder)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow(), from = now.AddDays(-10), to = now.AddDays(10);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X509Certificate2 root = Authority("Root", rootKey).CreateSelfSigned(from, to);
        using X509Certificate2 middle = Authority("Intermediate", middleKey).Create(root, from, to, [1]);
        using X509Certificate2 signer = middle.CopyWithPrivateKey(middleKey);
        using X509Certificate2 own = Request(key).Create(signer, from, to, [2]);
        var certificate = new TestCertificate(
            folder, "chain", own.CopyWithPrivateKey(key), key.ExportPkcs8PrivateKeyPem(), root);
        X509Certificate2Collection both = [certificate._certificate, middle];
        System.IO.File.WriteAllText(certificate.File, both.ExportCertificatePems());
        System.IO.File.WriteAllBytes(certificate.ArchiveFile, both.Export(X509ContentType.Pkcs12, Password)!);
        return certificate;
    }

    /// <summary>What a client checks that trusts this certificate, or its root, and no other.</summary>
    public SslClientAuthenticationOptions Trusting() => new()
    {
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _root },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    private static CertificateRequest Request(ECDsa key)
    {
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name} of the tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _root.Dispose();
    }
}
