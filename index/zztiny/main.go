package main
import ("context";"fmt";"os";"time";"runtime";"strings";"strconv";"huizhi/index";"huizhi/kb";"huizhi/kb/place";"testing/fstest")
var t0=time.Now()
func main(){
 n,_:=strconv.Atoi(os.Args[1])
 files:=fstest.MapFS{}
 for i:=range n { files[fmt.Sprintf("a/%04d.md",i)]=&fstest.MapFile{Data:[]byte(fmt.Sprintf("---\ntitle: 第%d号窗口怎么办身份证\nscope: [全国]\nvariants: [窗口%d在哪, 去几号窗口补办, 丢了证到哪个窗口]\n---\n%s\n",i,i,strings.Repeat("到就近的户政窗口申报丢失，核对身份以后当场申请补领，二十个工作日以后来取。",3)))}}
 words,_:=kb.Words(); places,_:=place.Load()
 c,_,_:=kb.Load(files,words,places)
 t1:=time.Now()
 x,err:=index.Build(context.Background(),c); if err!=nil{panic(err)}
 t2:=time.Now()
 m,err:=x.Search(context.Background(),kb.Query{Text:"请问身份证丢了在哪个窗口补办"},5); if err!=nil||len(m)==0{panic(err)}
 t3:=time.Now()
 var ms runtime.MemStats; runtime.ReadMemStats(&ms)
 b,_:=os.ReadFile("/proc/self/status")
 for _,l:=range strings.Split(string(b),"\n"){ if strings.HasPrefix(l,"VmHWM"){fmt.Println(l)}}
 fmt.Println("main->load",t1.Sub(t0),"build",t2.Sub(t1),"search",t3.Sub(t2),"sys",ms.Sys>>20,"heap",ms.HeapAlloc>>20)
}
