namespace Impasto.Studio;

/// <summary>The files of the certificate with which a studio serves https itself.</summary>
public sealed record StudioCertificate
{
    /// <summary>
    /// The certificate: PEM with the certificates between it and the root after it, or PKCS #12 (.pfx, .p12) with the
    /// key.
    /// </summary>
    public required string File { get; init; }

    /// <summary>The file of its private key in PEM; null (the default) if <see cref="File"/> has it.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The password of the key; null (the default) for none.</summary>
    public string? Password { get; init; }
}
