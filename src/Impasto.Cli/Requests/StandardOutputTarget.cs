using Impasto.Cli.Shell;
using Impasto.Imaging;
using Impasto.Jobs;

namespace Impasto.Cli.Requests;

/// <summary>Standard output, which receives the result. If that fails, the picture is kept as a file.</summary>
/// <param name="open">Opens standard output.</param>
/// <param name="format">The ending of the format without its dot.</param>
internal sealed class StandardOutputTarget(Func<Stream> open, string format) : IPictureTarget
{
    private readonly PictureFormat _format =
        PictureFormat.Writable.First(known => known.HasExtension($".{format}"));

    /// <inheritdoc/>
    public void Check(RunRecord record, PictureSize? size)
    {
        WrongCallException.Check(() => PictureWriter.CheckOptions($"picture.{format}", record.Output.ToWriteOptions()));
        if (size is { } known)
            _format.Check(known);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(Picture picture, RunRecord record)
    {
        try
        {
            await using Stream output = open();
            await PictureWriter.WriteAsync(picture, output, _format, PictureFileTarget.Writing(record));
        }
        catch (Exception failure) when (failure is IOException or ImpastoException)
        {
            string kept = Path.Combine(Path.GetTempPath(), $"impasto-{Guid.NewGuid():N}.{format}");
            await new PictureFileTarget(kept).WriteAsync(picture, record);
            throw new PictureException(
                $"Standard output can't be written: {failure.Reason()}; the picture was kept as '{kept}'.", failure);
        }
    }
}
