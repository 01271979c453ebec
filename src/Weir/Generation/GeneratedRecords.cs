using Weir.Usage.Records;

namespace Weir.Generation;

/// <summary>Generated records, in the order of time.</summary>
internal sealed class GeneratedRecords : IDisposable
{
    private readonly GenerationOptions _options;
    private readonly Company _company;
    private readonly DayPlan _plan;
    private readonly RecordMaker _maker;

    public GeneratedRecords(GenerationOptions options, IAttemptPricing pricing)
    {
        _options = options;
        _company = new Company(options.Seed);
        Calendar = new Calendar(options);
        _plan = new DayPlan(options, _company, Calendar);
        _maker = new RecordMaker(_company, pricing);
    }

    /// <summary>Takes a record, a JSON object that is valid during the call.</summary>
    public delegate void RecordSink(ReadOnlySpan<byte> record);

    public Calendar Calendar { get; }

    /// <summary>Makes the records from one on.</summary>
    /// <param name="first">How many to leave out at the beginning.</param>
    /// <param name="take">Told of each of the others.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public void WriteFrom(long first, RecordSink take, CancellationToken cancellationToken)
    {
        for (var day = 0; day < _options.Days; day++)
        {
            var rows = Calendar.RowsOf(day);
            if (first >= rows)
            {
                first -= rows;
                continue;
            }

            var calls = _plan.CallsOf(day);
            var incidents = new Incidents(_options.Seed, _options.Start.AddDays(day), day, _company.Endpoints);
            for (var i = (int)first; i < calls.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                take(_maker.Make(calls[i], incidents));
            }

            first = 0;
        }
    }

    public void Dispose() => _maker.Dispose();
}
