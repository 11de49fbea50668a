using Market.FaultyExaminer;
using Market.Signing;

return await ExaminerWorker.RunAsync(new Examiner(new FileExaminer()));
