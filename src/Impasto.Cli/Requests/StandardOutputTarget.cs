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
        PictureWriteOptions options = PictureFileTarget.Writing(record);
        try
        {
            await using Stream output = open();
            await PictureWriter.WriteAsync(picture, output, _format, options);
        }
        catch (Exception failure) when (failure is IOException or ImpastoException)
        {
            string kept = PictureFileTarget.KeepElsewhere(picture, $".{format}", options) is { } place
                ? $"; the picture was kept as '{place}'"
                : "";
            throw new PictureException($"Standard output can't be written: {failure.Reason()}{kept}.", failure);
        }
    }
}
