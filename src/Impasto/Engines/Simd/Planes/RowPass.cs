using Impasto.Numerics;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Planes;

/// <summary>
/// Brings rows of one plane into another: rows up to a watermark are added, those below it are copied.
/// </summary>
internal sealed unsafe class RowPass : ParallelWork
{
    private Plane _from;
    private Plane _to;
    private int _top;
    private int _watermark;

    /// <summary>Copies rows; overwrites the target's.</summary>
    public void Copy(WorkerTeam team, Plane from, Plane to, int top) => Run(team, from, to, top, watermark: 0);

    /// <summary>Adds rows to those above the watermark, copies them to the others.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="from">The rows.</param>
    /// <param name="to">A plane of as many columns and channels.</param>
    /// <param name="top">Where the first row goes.</param>
    /// <param name="watermark">The first row of the target in which there is nothing yet.</param>
    public void Run(WorkerTeam team, Plane from, Plane to, int top, int watermark)
    {
        (_from, _to, _top, _watermark) = (from, to, top, watermark);
        team.Run(this, from.Height);
    }

    public override void Run(int item, int worker)
    {
        var from = new ReadOnlySpan<float>(_from.At(item, 0), (int)_from.Row);
        var to = new Span<float>(_to.At(_top + item, 0), (int)_to.Row);
        if (_top + item < _watermark)
            VectorMath.AddScaled(to, from, 1);
        else
            from.CopyTo(to);
    }
}
