using Impasto.Imaging;

namespace Impasto.Jobs;

/// <summary>Where the result of a job goes.</summary>
public interface IPictureTarget
{
    /// <summary>
    /// Checks whether the result can be written; called before pictures are read, and again with its size.
    /// </summary>
    /// <param name="record">The run, as it will be described in the result.</param>
    /// <param name="size">Columns and rows of the result; null if not yet known.</param>
    /// <exception cref="ImpastoException">It can't be written; nothing is computed then.</exception>
    void Check(RunRecord record, PictureSize? size);

    /// <summary>Writes the result.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="record">The run that made it.</param>
    /// <exception cref="ImpastoException">
    /// It could not be written; if it was kept elsewhere, the sentence says where.
    /// </exception>
    Task WriteAsync(Picture picture, RunRecord record);
}
