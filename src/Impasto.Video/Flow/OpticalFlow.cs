using Impasto.Imaging;
using Impasto.Threads;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow;

/// <summary>Finds where every pixel of a picture is seen in another one: dense optical flow.</summary>
/// <remarks>
/// From a small copy of both pictures to the full size: patches of 8 x 8 pixels are searched by inverse search, their
/// displacements are spread over the pixels, and a variational refinement follows; at the end a weighted median moves
/// the boundaries between motions to where the colours change. The bits are the same for any number of threads. Buffers
/// are made for the first pair of a size; later pairs of the same size allocate nothing. One caller at a time. Sources:
/// Kroeger, Timofte, Dai and Van Gool, "Fast Optical Flow using Dense Inverse Search", ECCV 2016; Brox, Bruhn,
/// Papenberg and Weickert, ECCV 2004; Sun, Roth and Black, CVPR 2010.
/// </remarks>
/// <example>
/// <code>
/// FlowPair pair = new(frame.Width, frame.Height);
/// new OpticalFlow().ComputeBoth(frame, next, pair);
/// Picture guess = FlowWarp.Apply(result, pair.Backward);
///
/// PictureWriter.Write(FlowColors.Draw(pair.Backward), "flow.png");
/// FloFile.Write(pair.Backward, "flow.flo");
/// return guess;
/// </code>
/// </example>
public sealed class OpticalFlow
{
    // Of all levels together, in planes of the finest with its border, both directions; a test measures them.
    private const int Planes = 95;

    private readonly FlowOptions _options;
    private readonly WorkerTeam? _team;
    private PictureSize _size;
    private GreyPyramid? _first, _second;
    private BoundaryFilter? _boundaries;
    private FlowLevel[] _forward = [], _backward = [];

    /// <summary>Prepares nothing yet.</summary>
    /// <param name="options">How flow is computed; null takes the defaults.</param>
    /// <param name="team">
    /// Threads that share the work, such as those of an engine (<see cref="Engines.ITeamEngine.Team"/>); null for the
    /// caller's only. It stays the caller's.
    /// </param>
    /// <exception cref="InvalidOptionsException">Options are out of range.</exception>
    public OpticalFlow(FlowOptions? options = null, WorkerTeam? team = null)
    {
        _options = options ?? new FlowOptions();
        if (_options.Validate() is { Count: > 0 } problems)
            throw new InvalidOptionsException(problems);
        _team = team;
    }

    /// <summary>Bytes of the buffers for pictures of a size, with those of a <see cref="FlowPair"/>.</summary>
    /// <param name="size">The pictures' size.</param>
    public static long BytesFor(PictureSize size)
    {
        const int Border = 2 * BorderedPlane.Border;
        return Planes * sizeof(float) * ((long)(size.Width + Border) * (size.Height + Border));
    }

    /// <summary>Computes the flow from a picture to another.</summary>
    /// <param name="from">The picture whose pixels get displacements.</param>
    /// <param name="to">The picture in which they are looked for; of the same size.</param>
    /// <returns>Displacements in pixels, of the pictures' size.</returns>
    /// <exception cref="ArgumentException">The pictures have different sizes.</exception>
    public FlowField Compute(Picture from, Picture to)
    {
        ArgumentNullException.ThrowIfNull(from);
        FlowField flow = new(from.Width, from.Height);
        Compute(from, to, flow);
        return flow;
    }

    /// <summary>Computes the flow from a picture to another into a field that exists.</summary>
    /// <param name="from">The picture whose pixels get displacements.</param>
    /// <param name="to">The picture in which they are looked for; of the same size.</param>
    /// <param name="into">Receives the displacements; of the pictures' size.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Compute(Picture from, Picture to, FlowField into)
    {
        Fill(from, to, into);
        Run(_forward, from, into);
    }

    /// <summary>Computes the flow of two pictures in both directions, and what can be relied on.</summary>
    /// <param name="first">A picture.</param>
    /// <param name="second">Another one of the same size, such as the next frame.</param>
    /// <param name="into">Receives flow and reliability; of the pictures' size.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void ComputeBoth(Picture first, Picture second, FlowPair into)
    {
        ArgumentNullException.ThrowIfNull(into);
        Fill(first, second, into.Forward);
        Run(_forward, first, into.Forward);
        Run(_backward, second, into.Backward);
        into.FindReliability(_team);
    }

    private void Fill(Picture first, Picture second, FlowField into)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(into);
        if (first.Size != second.Size || first.Size != into.Size)
        {
            throw new ArgumentException(
                $"Expected one size, got {first.Size}, {second.Size} and {into.Size}.", nameof(second));
        }

        Prepare(first.Size);
        _first!.Fill(first, _team);
        _second!.Fill(second, _team);
    }

    private void Prepare(PictureSize size)
    {
        if (_size == size)
            return;
        _size = size;
        (_first, _second) = (new GreyPyramid(size), new GreyPyramid(size));
        _boundaries = _options.Refinements > 0 ? new BoundaryFilter(size) : null;
        _forward = Levels(_first, _second);
        _backward = Levels(_second, _first);
    }

    private FlowLevel[] Levels(GreyPyramid first, GreyPyramid second) =>
        [.. first.Levels.Zip(second.Levels, (one, other) => new FlowLevel(one, other, _options))];

    private void Run(FlowLevel[] levels, Picture picture, FlowField into)
    {
        for (int level = levels.Length - 1; level >= 0; level--)
        {
            FlowLevel? coarse = level + 1 < levels.Length ? levels[level + 1] : null;
            // A small picture has its only levels below the finest one that is asked for.
            if (level >= Math.Min(_options.FinestLevel, levels.Length - 1))
                levels[level].Run(coarse, _team);
            else
                levels[level].EnlargeFrom(coarse, _team);
        }

        levels[0].U.CopyTo(into.Horizontal);
        levels[0].V.CopyTo(into.Vertical);
        _boundaries?.Run(into, picture, _team);
    }
}
