using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Impasto.Studio.Safety;

/// <summary>Reads a certificate with its key and its chain from files.</summary>
internal static class CertificateFiles
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>Reads the files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="now">The time at which the certificate must be valid.</param>
    /// <exception cref="ImpastoException">
    /// A file is missing or damaged, or the certificate is not valid now.
    /// </exception>
    public static SslStreamCertificateContext Read(StudioCertificate files, DateTimeOffset now)
    {
        bool isArchive = Path.GetExtension(files.File).ToLowerInvariant() is ".pfx" or ".p12";
        (X509Certificate2 certificate, X509Certificate2Collection chain) =
            isArchive ? ReadArchive(files) : ReadPem(files);
        if (certificate.NotAfter < now.LocalDateTime)
        {
            throw new ImpastoException(
                $"The certificate '{files.File}' expired on {certificate.NotAfter.ToUniversalTime().ToString(Day)}: "
                + "renew it.");
        }

        if (certificate.NotBefore > now.LocalDateTime)
        {
            throw new ImpastoException(
                $"The certificate '{files.File}' is valid from "
                + $"{certificate.NotBefore.ToUniversalTime().ToString(Day)} on: is this machine's clock right?");
        }

        // Offline: the chain is in the file, and nothing is fetched for it.
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    private static (X509Certificate2 Certificate, X509Certificate2Collection Chain) ReadArchive(StudioCertificate files)
    {
        byte[] bytes = Bytes(files.File);
        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(bytes, files.Password);
        }
        catch (CryptographicException failure)
        {
            throw new ImpastoException(
                $"The certificate '{files.File}' can't be read: it is damaged, or its password is wrong.", failure);
        }

        X509Certificate2 certificate = all.FirstOrDefault(one => one.HasPrivateKey)
            ?? throw new ImpastoException($"The certificate '{files.File}' has no private key in it.");
        return (certificate, [.. all.Where(one => one != certificate)]);
    }

    private static (X509Certificate2 Certificate, X509Certificate2Collection Chain) ReadPem(StudioCertificate files)
    {
        string keyFile = files.KeyFile ?? files.File;
        string text = Text(files.File), key = files.KeyFile is null ? text : Text(keyFile);
        if (!text.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            throw new ImpastoException($"'{files.File}' has no certificate in PEM.");
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            string advice = files.KeyFile is null ? ": --certificate-key names its file" : "";
            throw new ImpastoException($"'{keyFile}' has no private key in PEM{advice}.");
        }

        try
        {
            X509Certificate2 certificate = files.Password is null
                ? X509Certificate2.CreateFromPem(text, key)
                : X509Certificate2.CreateFromEncryptedPem(text, key, files.Password);
            X509Certificate2Collection chain = [];
            chain.ImportFromPem(text);
            chain.RemoveAt(0);
            return (WithStoredKey(certificate), chain);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new ImpastoException(
                $"The certificate '{files.File}' can't be used with the key in '{keyFile}': one of them is damaged, "
                + "or they do not belong together.",
                failure);
        }
    }

    // Windows takes no key for TLS that is in memory only.
    private static X509Certificate2 WithStoredKey(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
            return certificate;
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static string Text(string file) => System.Text.Encoding.UTF8.GetString(Bytes(file));

    private static byte[] Bytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"The certificate can't be read: {failure.Message.TrimEnd('.')}.", failure);
        }
    }
}
